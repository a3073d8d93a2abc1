"""Addresses of runs, for everybody who may see the conversation."""

from __future__ import annotations

from django.urls import path

from rafiq.automations.views import runs

app_name = "automations"
urlpatterns = [path("automation-runs/<int:run_pk>/", runs.RunPage.as_view(), name="run")]
