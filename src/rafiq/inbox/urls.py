"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from rafiq.inbox.views import beginning, desk, moving, people, searching, writing

app_name = "inbox"
urlpatterns = [
    path("inbox/", desk.Home.as_view(), name="home"),
    path("inbox/list/", desk.List.as_view(), name="list"),
    path("inbox/views/", desk.Views.as_view(), name="views"),
    path("inbox/conversations/<int:pk>/", desk.Conversations.as_view(), name="conversation"),
    path("inbox/conversations/<int:pk>/timeline/", desk.Timeline.as_view(), name="timeline"),
    path("inbox/conversations/<int:pk>/details/", desk.Details.as_view(), name="details"),
    path("inbox/conversations/<int:pk>/seen/", desk.Seen.as_view(), name="seen"),
    path("inbox/conversations/<int:pk>/messages/", writing.Messages.as_view(), name="messages"),
    path(
        "inbox/conversations/<int:pk>/messages/<int:message_pk>/delivery/", writing.Delivery.as_view(), name="delivery"
    ),
    path("inbox/conversations/<int:pk>/notes/", writing.Notes.as_view(), name="notes"),
    path("inbox/conversations/<int:pk>/canned-replies/", writing.Canned.as_view(), name="canned"),
    path("inbox/conversations/<int:pk>/mentions/", writing.Mentions.as_view(), name="mentions"),
    path("inbox/conversations/<int:pk>/assignment/", moving.Assignment.as_view(), name="assignment"),
    path("inbox/conversations/<int:pk>/tags/", moving.Tags.as_view(), name="tags"),
    path("inbox/conversations/<int:pk>/tags/<int:tag_pk>/", moving.TagOn.as_view(), name="tag"),
    path("inbox/conversations/<int:pk>/snooze/", moving.Snooze.as_view(), name="snooze"),
    path("inbox/conversations/<int:pk>/joining/", moving.Joining.as_view(), name="joining"),
    path("inbox/customers/<int:customer_pk>/timeline/", people.Timeline.as_view(), name="person"),
    path("inbox/customers/<int:customer_pk>/new/", beginning.Begin.as_view(), name="begin"),
    path("inbox/conversations/<int:pk>/resolution/", moving.Resolution.as_view(), name="resolution"),
    path("palette/", searching.Palette.as_view(), name="palette"),
]
