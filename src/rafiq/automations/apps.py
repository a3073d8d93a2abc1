from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "rafiq.automations"

    def ready(self) -> None:
        from rafiq.automations import actions  # noqa: PLC0415  # models are there only now

        actions.register()
