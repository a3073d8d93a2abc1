"""Addresses of what was promised."""

from __future__ import annotations

from django.urls import path

from rafiq.promises.views import conversations, lists

app_name = "promises"
urlpatterns = [
    path("promises/", lists.OpenPromises.as_view(), name="list"),
    path("promises/conversations/<int:pk>/", conversations.Promised.as_view(), name="conversation"),
    path("promises/conversations/<int:pk>/priority/", conversations.PriorityOf.as_view(), name="priority"),
    path("promises/conversations/<int:pk>/policy/", conversations.PolicyOf.as_view(), name="given"),
]
