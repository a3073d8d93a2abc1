from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "rafiq.automations"

    def ready(self) -> None:
        from rafiq.automations import actions, jobs, subscribers  # noqa: F401, PLC0415  # they register themselves

        actions.register()
