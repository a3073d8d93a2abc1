"""Addresses of what the inbox lets supervisors set."""

from __future__ import annotations

from django.urls import path

from rafiq.inbox.views import settings_canned as canned
from rafiq.inbox.views import settings_tags as tags

app_name = "inbox_settings"
urlpatterns = [
    path("settings/canned-replies/", canned.CannedReplies.as_view(), name="canned_replies"),
    path("settings/canned-replies/new/", canned.CannedReplyPage.as_view(), name="new_canned_reply"),
    path("settings/canned-replies/preview/", canned.CannedPreview.as_view(), name="canned_preview"),
    path("settings/canned-replies/<int:pk>/", canned.CannedReplyPage.as_view(), name="canned_reply"),
    path("settings/canned-replies/<int:pk>/removal/", canned.CannedRemoval.as_view(), name="canned_removal"),
    path("settings/tags/", tags.Tags.as_view(), name="tags"),
    path("settings/tags/new/", tags.TagPage.as_view(), name="new_tag"),
    path("settings/tags/<int:pk>/", tags.TagPage.as_view(), name="tag"),
    path("settings/tags/<int:pk>/removal/", tags.TagRemoval.as_view(), name="tag_removal"),
]
