from django.apps import AppConfig


class MetaConfig(AppConfig):
    name = "rafiq.channels.meta"
    label = "meta"

    def ready(self) -> None:
        from rafiq.channels.meta import jobs, subscribers  # noqa: F401, PLC0415  # they register themselves
        from rafiq.channels.meta.pages.adapter import INSTAGRAM, MESSENGER  # noqa: PLC0415  # models must be loaded
        from rafiq.channels.meta.whatsapp.adapter import WhatsApp  # noqa: PLC0415
        from rafiq.channels.transport.registry import register  # noqa: PLC0415

        for transport in (WhatsApp(), INSTAGRAM, MESSENGER):
            register(transport)
