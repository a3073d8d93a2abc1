from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "rafiq.routing"

    def ready(self) -> None:
        from rafiq.routing import jobs, subscribers  # noqa: F401, PLC0415  # they register themselves
