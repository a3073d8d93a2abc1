from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "rafiq.routing"

    def ready(self) -> None:
        from rafiq.inbox import registry  # noqa: PLC0415  # models are there only now
        from rafiq.routing import events, jobs, presentation, subscribers  # noqa: F401, PLC0415  # they register themselves

        registry.register_fact(events.CallBackWished.name, "clock", presentation.call_wished)
