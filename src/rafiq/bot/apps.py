from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "rafiq.bot"
    label = "bot"

    def ready(self) -> None:
        from rafiq.bot import subscribers  # noqa: F401, PLC0415  # subscribers register themselves
        from rafiq.bot.desk import jobs  # noqa: F401, PLC0415  # so do jobs
