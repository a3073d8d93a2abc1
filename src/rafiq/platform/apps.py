from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "rafiq.platform"
    label = "platform"
