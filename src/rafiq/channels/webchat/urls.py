"""Addresses of web chat."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.webchat import views

app_name = "webchat"
urlpatterns = [
    path("widget.js", views.widget_script, name="script"),
    path("webchat/<str:key>/config", views.config, name="config"),
    path("webchat/<str:key>/files", views.upload, name="files"),
]
