from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rafiq.practice"

    def ready(self) -> None:
        from rafiq.automations import registry as actions_registry  # noqa: PLC0415  # as below
        from rafiq.inbox import registry  # noqa: PLC0415  # models are there only now
        from rafiq.practice import presentation, services, subscribers  # noqa: F401, PLC0415  # they register themselves
        from rafiq.practice.actions import Say  # noqa: PLC0415  # as above

        actions_registry.register_action(Say())
        registry.register_composer_tool("practice/_macro_tool.html")
        registry.register_before_closing(services.find_lacking, dialog="practice:closing")
        registry.register_beside("practice:beside")
        registry.register_extra_view("approval", "practice/_approval_note.html", presentation.approval_note)
        for kind, (icon, tell) in presentation.FACTS.items():
            registry.register_fact(kind, icon, tell)
