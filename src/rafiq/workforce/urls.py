"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from rafiq.workforce.views import days, hours

app_name = "workforce"
_HOURS = "settings/hours/<int:hours_id>"
urlpatterns = [
    path("settings/company/hours/", hours.CompanyHours.as_view(), name="hours"),
    path("settings/teams/<int:pk>/hours/", hours.TeamHours.as_view(), name="team_hours"),
    path(f"{_HOURS}/days/new/", days.DayPage.as_view(), name="new_day"),
    path(f"{_HOURS}/days/<int:pk>/", days.DayPage.as_view(), name="day"),
    path(f"{_HOURS}/days/<int:pk>/removal/", days.DayRemoval.as_view(), name="day_removal"),
    path(f"{_HOURS}/holidays/<str:day>/", days.Holiday.as_view(), name="holiday"),
    path(f"{_HOURS}/imports/new/", days.Import.as_view(), name="import"),
    path(f"{_HOURS}/imports/<int:pk>/removal/", days.ImportRemoval.as_view(), name="import_removal"),
]
