"""Addresses of web chat."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.webchat import help_views, views

app_name = "webchat"
urlpatterns = [
    path("widget.js", views.widget_script, name="script"),
    path("webchat/help.js", help_views.help_script, name="help_script"),
    path("webchat/<str:key>/help", help_views.help_centre, name="help"),
    path("webchat/<str:key>/help/<str:slug>", help_views.help_article, name="help_article"),
    path("webchat/<str:key>/config", views.config, name="config"),
    path("webchat/<str:key>/files", views.upload, name="files"),
]
