"""Addresses of what the bot shows beside conversations."""

from __future__ import annotations

from django.urls import path

from rafiq.bot import talk_views as views

app_name = "bot_talk"
urlpatterns = [
    path("inbox/conversations/<int:pk>/suggestion/", views.Suggestion.as_view(), name="suggestion"),
    path("bot/suggestions/<int:pk>/usage/", views.Usage.as_view(), name="suggestion_usage"),
    path("bot/suggestions/<int:pk>/dismissal/", views.Dismissal.as_view(), name="suggestion_dismissal"),
]
