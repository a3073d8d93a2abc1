from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "rafiq.promises"

    def ready(self) -> None:
        from rafiq.inbox import registry  # noqa: PLC0415  # models are there only now
        from rafiq.promises import events, presentation, queries, subscribers  # noqa: F401, PLC0415  # they register themselves

        mark = registry.Mark(
            row="promises/_row.html", head="promises/_head.html", menu="promises/_menu.html", column=queries.mark,
            read=queries.read_mark,
        )  # fmt: skip
        registry.register_mark(mark)
        registry.register_at_risk(queries.at_risk)
        registry.register_extra_view("promise", "promises/_note.html", presentation.note)
        registry.register_fact(events.PriorityChanged.name, "alert", presentation.priority_changed)
        registry.register_fact(events.PolicyGiven.name, "clock", presentation.policy_given)
