"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from rafiq.web import files

app_name = "files"
urlpatterns = [
    path("files/", files.upload, name="upload"),
    path("files/<str:token>/thumbnail", files.thumbnail, name="thumbnail"),
    path("files/<str:token>/<str:name>", files.download, name="file"),
]
