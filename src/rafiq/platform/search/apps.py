from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "rafiq.platform.search"
    label = "search"
