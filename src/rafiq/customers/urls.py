"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from rafiq.customers import views

app_name = "customers"
urlpatterns = [
    path("customers/", views.List.as_view(), name="list"),
    path("customers/<int:pk>/", views.Page.as_view(), name="customer"),
    path("customers/<int:pk>/edit/", views.Edit.as_view(), name="edit"),
    path("customers/<int:pk>/about/", views.About.as_view(), name="about"),
]
