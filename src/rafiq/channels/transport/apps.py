from django.apps import AppConfig


class TransportConfig(AppConfig):
    name = "rafiq.channels.transport"
    label = "transport"

    def ready(self) -> None:
        from rafiq.channels.transport import receivers, worker  # noqa: PLC0415  # models must be loaded first
        from rafiq.platform import background  # noqa: PLC0415

        background.register_loop("arrivals", worker.take_in)
        background.register_service("receivers", receivers.keep_receiving)
