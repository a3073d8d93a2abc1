"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from rafiq.web import files

app_name = "files"
urlpatterns = [
    path("files/", files.upload, name="upload"),
    path("files/<slug:token>/thumbnail", files.thumbnail, name="thumbnail"),
    path("files/<slug:token>/<str:name>", files.download, name="file"),
]
