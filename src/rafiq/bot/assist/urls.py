"""Addresses of the help for agents."""

from __future__ import annotations

from django.urls import path

from rafiq.bot.assist import views

app_name = "assist"
_ONE = "inbox/conversations/<int:pk>/help/"
urlpatterns = [
    path(_ONE, views.Strip.as_view(), name="strip"),
    path(f"{_ONE}suggestions/", views.Found.as_view(), name="suggestions"),
    path(f"{_ONE}summary/", views.SummaryPart.as_view(), name="summary"),
    path("settings/help/", views.SettingsPage.as_view(), name="settings"),
    path("settings/help/choice/", views.Choice.as_view(), name="choice"),
]
