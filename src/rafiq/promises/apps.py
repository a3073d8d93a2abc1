from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "rafiq.promises"
