"""Addresses of the help centre's settings."""

from __future__ import annotations

from django.urls import path

from rafiq.knowledge.views import centre

app_name = "help_settings"
urlpatterns = [path("settings/help-centre/", centre.Centre.as_view(), name="centre")]
