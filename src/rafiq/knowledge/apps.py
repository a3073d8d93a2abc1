from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "rafiq.knowledge"

    def ready(self) -> None:
        from rafiq.knowledge import subscribers  # noqa: F401, PLC0415  # subscribers register themselves
