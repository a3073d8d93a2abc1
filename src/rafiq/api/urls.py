"""Where the public interface stands."""

from __future__ import annotations

from django.urls import path, re_path

from rafiq.api import views
from rafiq.api.interface import api

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/", views.unknown, name="no_such_api"),
]
