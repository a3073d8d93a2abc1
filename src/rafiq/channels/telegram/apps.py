from django.apps import AppConfig


class TelegramConfig(AppConfig):
    name = "rafiq.channels.telegram"
    label = "telegram"

    def ready(self) -> None:
        from rafiq.channels.telegram.adapter import Telegram  # noqa: PLC0415  # models must be loaded first
        from rafiq.channels.telegram.dialects import BALE, TELEGRAM  # noqa: PLC0415
        from rafiq.channels.transport import registry  # noqa: PLC0415

        registry.register(Telegram(TELEGRAM))
        registry.register(Telegram(BALE))
