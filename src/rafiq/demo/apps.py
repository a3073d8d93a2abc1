from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "rafiq.demo"

    def ready(self) -> None:
        from rafiq.demo.outside import channels  # noqa: PLC0415  # models must be loaded first
        from rafiq.platform import background  # noqa: PLC0415

        if settings.DEMO:
            background.register_service("demo-outside", channels.serve)
