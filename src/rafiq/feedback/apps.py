from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "rafiq.feedback"

    def ready(self) -> None:
        from rafiq.feedback import queries  # noqa: PLC0415  # models are there only now
        from rafiq.inbox import registry  # noqa: PLC0415

        registry.register_verdicts(queries.ratings_of)
