"""Addresses of what supervisors set about promises."""

from __future__ import annotations

from django.urls import path

from rafiq.promises.views import policies

app_name = "promises_settings"
urlpatterns = [
    path("settings/promises/", policies.Policies.as_view(), name="policies"),
    path("settings/promises/new/", policies.PolicyPage.as_view(), name="new_policy"),
    path("settings/promises/<int:pk>/", policies.PolicyPage.as_view(), name="policy"),
    path("settings/promises/<int:pk>/removal/", policies.PolicyRemoval.as_view(), name="policy_removal"),
]
