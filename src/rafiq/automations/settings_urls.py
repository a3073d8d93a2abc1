"""Addresses of rules in the settings."""

from __future__ import annotations

from django.urls import path

from rafiq.automations.views import rules, runs

app_name = "automation_settings"
urlpatterns = [
    path("settings/automations/", rules.Rules.as_view(), name="rules"),
    path("settings/automations/new/", rules.RulePage.as_view(), name="new_automation"),
    path("settings/automations/trial/", rules.Trial.as_view(), name="new_automation_trial"),
    path("settings/automations/<int:pk>/", rules.RulePage.as_view(), name="automation"),
    path("settings/automations/<int:pk>/runs/", runs.Runs.as_view(), name="automation_runs"),
    path("settings/automations/<int:pk>/removal/", rules.Removal.as_view(), name="automation_removal"),
]
