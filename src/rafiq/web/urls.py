"""Addresses of this room."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import path
from django.views.generic import RedirectView

app_name = "web"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="inbox:home"), name="home"),
    path(
        "favicon.ico",
        RedirectView.as_view(url=static("ui/favicon.svg"), http_method_names=["get", "head"]),
        name="favicon",
    ),
]
