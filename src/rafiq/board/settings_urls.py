"""Addresses of alerts and screens in the settings."""

from __future__ import annotations

from django.urls import path

from rafiq.board.views import settings

app_name = "board_settings"
urlpatterns = [
    path("settings/board/", settings.Overview.as_view(), name="overview"),
    path("settings/board/alerts/new/", settings.AlertPage.as_view(), name="new_alert"),
    path("settings/board/alerts/<int:pk>/", settings.AlertPage.as_view(), name="alert"),
    path("settings/board/alerts/<int:pk>/removal/", settings.AlertRemoval.as_view(), name="alert_removal"),
    path("settings/board/screens/new/", settings.NewScreen.as_view(), name="new_screen"),
    path("settings/board/screens/<int:pk>/", settings.ScreenPage.as_view(), name="screen"),
    path("settings/board/screens/<int:pk>/revocation/", settings.ScreenRevocation.as_view(), name="screen_revocation"),
]
