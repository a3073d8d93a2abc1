from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "rafiq.board"

    def ready(self) -> None:
        from rafiq.board import jobs, presentation, subscribers  # noqa: F401, PLC0415  # they register themselves
        from rafiq.inbox import registry  # noqa: PLC0415  # models are there only now

        registry.register_above_composer("board:listeners")
        registry.register_extra_view("moved", "board/_moved.html", presentation.moved)
