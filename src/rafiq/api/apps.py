from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "rafiq.api"
    label = "api"

    def ready(self) -> None:
        from rafiq.api.webhooks import calling, subscribers  # noqa: F401, PLC0415  # models must be loaded first
        from rafiq.automations import registry  # noqa: PLC0415

        registry.register_action(calling.CallWebhook())
