from django.apps import AppConfig


class WebhookConfig(AppConfig):
    name = "rafiq.channels.webhook"
    label = "webhook"

    def ready(self) -> None:
        from rafiq.channels.transport.registry import register  # noqa: PLC0415  # models must be loaded first
        from rafiq.channels.webhook.adapter import Webhook  # noqa: PLC0415

        register(Webhook())
