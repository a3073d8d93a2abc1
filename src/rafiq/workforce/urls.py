"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from rafiq.workforce.views import hours

app_name = "workforce"
urlpatterns = [
    path("settings/company/hours/", hours.CompanyHours.as_view(), name="hours"),
    path("settings/teams/<int:pk>/hours/", hours.TeamHours.as_view(), name="team_hours"),
]
