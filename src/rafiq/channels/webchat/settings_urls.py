"""Addresses of the widgets' settings."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.webchat import settings_views as views

app_name = "webchat_settings"
urlpatterns = [
    path("settings/web-chat/", views.Widgets.as_view(), name="widgets"),
    path("settings/web-chat/new/", views.NewWidget.as_view(), name="new_widget"),
    path("settings/web-chat/<int:pk>/", views.WidgetPage.as_view(), name="widget"),
    path("settings/web-chat/<int:pk>/preview/", views.Preview.as_view(), name="preview"),
    path("settings/web-chat/<int:pk>/secret/", views.Secret.as_view(), name="secret"),
]
