from django.apps import AppConfig


class WebchatConfig(AppConfig):
    name = "rafiq.channels.webchat"
    label = "webchat"

    def ready(self) -> None:
        from rafiq.channels.webchat.adapter import WebChat  # noqa: PLC0415  # models must be loaded first
        from rafiq.inbox.registry import register_channel  # noqa: PLC0415

        register_channel(WebChat())
