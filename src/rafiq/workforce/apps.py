from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "rafiq.workforce"

    def ready(self) -> None:
        from rafiq.workforce import subscribers  # noqa: F401, PLC0415  # subscribers register themselves
