from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "rafiq.promises"

    def ready(self) -> None:
        from rafiq.promises import subscribers  # noqa: F401, PLC0415  # models are there only now
