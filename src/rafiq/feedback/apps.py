from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "rafiq.feedback"

    def ready(self) -> None:
        from rafiq.feedback import queries, subscribers  # noqa: F401, PLC0415  # subscribers register themselves
        from rafiq.inbox import registry  # noqa: PLC0415

        registry.register_verdicts(queries.ratings_of)
