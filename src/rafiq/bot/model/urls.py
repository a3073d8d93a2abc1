"""Addresses of the language model's settings."""

from __future__ import annotations

from django.urls import path

from rafiq.bot.model import views

app_name = "language_model"
urlpatterns = [
    path("settings/language-model/", views.LanguageModelPage.as_view(), name="settings"),
    path("settings/language-model/trial/", views.LanguageModelTrial.as_view(), name="trial"),
]
