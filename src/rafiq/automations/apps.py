from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "rafiq.automations"

    def ready(self) -> None:
        from rafiq.automations import actions, events, jobs, presentation, subscribers  # noqa: F401, PLC0415  # some register themselves
        from rafiq.inbox import registry  # noqa: PLC0415

        actions.register()
        registry.register_fact(events.RuleRan.name, "bot", presentation.told)
