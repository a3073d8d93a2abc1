"""Addresses of what these channels add to the settings."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.meta import views

app_name = "meta"
urlpatterns = [path("settings/whatsapp/<int:pk>/templates/", views.Templates.as_view(), name="templates")]
