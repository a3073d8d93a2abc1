"""Webhook addresses. Providers do not follow redirects with a body, so the slash at the end may be missing."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.transport import hook_views

app_name = "transport"
urlpatterns = [
    path("hooks/<str:key>/", hook_views.hook, name="hook"),
    path("hooks/<str:key>", hook_views.hook, name="hook_bare"),
    path("hooks/<str:key>/<path:rest>", hook_views.hook, name="hook_rest"),
]
