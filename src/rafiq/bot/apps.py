from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "rafiq.bot"
    label = "bot"

    def ready(self) -> None:
        from rafiq.bot import attending, presentation, queries, services, subscribers, unanswered  # noqa: F401, PLC0415  # subscribers register themselves
        from rafiq.bot.assist import subscribers as assist_subscribers  # noqa: F401, PLC0415
        from rafiq.bot.desk import jobs  # noqa: F401, PLC0415  # so do jobs
        from rafiq.bot.model import jobs as model_jobs  # noqa: F401, PLC0415  # and these
        from rafiq.bot.model import subscribers as model_subscribers  # noqa: F401, PLC0415
        from rafiq.inbox import registry  # noqa: PLC0415
        from rafiq.knowledge import registry as help_centre  # noqa: PLC0415
        from rafiq.routing import registry as routing  # noqa: PLC0415

        registry.register_extra_view("handover", "bot/_handover.html", presentation.handover)
        mark = registry.Mark(
            row="bot/_promised_row.html", head="bot/_promised_head.html", column=queries.promised,
            read=lambda due_at: due_at,
        )  # fmt: skip
        registry.register_mark(mark)
        registry.register_above_composer("bot_talk:suggestion")
        registry.register_above_composer("assist:strip")
        help_centre.register_unanswered(unanswered.read)
        routing.register_attended(attending.is_at_it)
        routing.register_stand_in(services.can_stand_in)
