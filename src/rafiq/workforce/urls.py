"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from rafiq.workforce.views import days, hours, own, people, week

app_name = "workforce"
_HOURS = "settings/hours/<int:hours_id>"
_AGENT = "settings/people/<int:agent_id>"
urlpatterns = [
    path("settings/company/hours/", hours.CompanyHours.as_view(), name="hours"),
    path("settings/teams/<int:pk>/hours/", hours.TeamHours.as_view(), name="team_hours"),
    path(f"{_HOURS}/days/new/", days.DayPage.as_view(), name="new_day"),
    path(f"{_HOURS}/days/<int:pk>/", days.DayPage.as_view(), name="day"),
    path(f"{_HOURS}/days/<int:pk>/removal/", days.DayRemoval.as_view(), name="day_removal"),
    path(f"{_HOURS}/holidays/<str:day>/", days.Holiday.as_view(), name="holiday"),
    path(f"{_HOURS}/imports/new/", days.Import.as_view(), name="import_hours"),
    path(f"{_HOURS}/imports/<int:pk>/removal/", days.ImportRemoval.as_view(), name="import_removal"),
    path("settings/week/", week.WeekPage.as_view(), name="week"),
    path("availability/", own.Menu.as_view(), name="availability"),
    path("settings/schedule/", own.Schedule.as_view(), name="own"),
    path("settings/schedule/absences/new/", own.AbsencePage.as_view(), name="new_own_absence"),
    path("settings/schedule/absences/<int:pk>/", own.AbsencePage.as_view(), name="own_absence"),
    path("settings/schedule/absences/<int:pk>/removal/", own.AbsenceRemoval.as_view(), name="own_absence_removal"),
    path("settings/people/", people.People.as_view(), name="people"),
    path("settings/people/<int:pk>/", people.AbilitiesPage.as_view(), name="abilities"),
    path(f"{_AGENT}/schedule/", own.TheirSchedule.as_view(), name="schedule"),
    path(f"{_AGENT}/absences/new/", own.TheirAbsencePage.as_view(), name="new_absence"),
    path(f"{_AGENT}/absences/<int:pk>/", own.TheirAbsencePage.as_view(), name="absence"),
    path(f"{_AGENT}/absences/<int:pk>/removal/", own.TheirAbsenceRemoval.as_view(), name="absence_removal"),
    path("settings/skills/", people.Skills.as_view(), name="skills"),
    path("settings/skills/new/", people.SkillPage.as_view(), name="new_skill"),
    path("settings/skills/<int:pk>/", people.SkillPage.as_view(), name="skill"),
    path("settings/skills/<int:pk>/removal/", people.SkillRemoval.as_view(), name="skill_removal"),
    path("settings/capacity/", people.SettingsPage.as_view(), name="settings"),
]
