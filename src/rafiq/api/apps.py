from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "rafiq.api"
    label = "api"

    def ready(self) -> None:
        from rafiq.api.webhooks import subscribers  # noqa: F401, PLC0415  # models must be loaded first
