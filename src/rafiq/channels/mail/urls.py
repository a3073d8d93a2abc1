"""Addresses of what mail adds to a conversation."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.mail import views

app_name = "mail"
urlpatterns = [
    path("inbox/letters/<int:pk>/", views.Frame.as_view(), name="frame"),
    path("inbox/letters/<int:pk>/original/", views.Original.as_view(), name="original"),
]
