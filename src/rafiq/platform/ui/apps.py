from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rafiq.platform.ui"
    label = "ui"
