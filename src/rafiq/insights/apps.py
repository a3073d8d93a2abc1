from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "rafiq.insights"

    def ready(self) -> None:
        from rafiq.insights import subscribers  # noqa: F401, PLC0415  # subscribers register themselves
