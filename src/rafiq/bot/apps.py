from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "rafiq.bot"
    label = "bot"

    def ready(self) -> None:
        from rafiq.bot import subscribers  # noqa: F401, PLC0415  # subscribers register themselves
