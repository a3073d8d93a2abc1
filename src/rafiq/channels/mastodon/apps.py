from django.apps import AppConfig


class MastodonConfig(AppConfig):
    name = "rafiq.channels.mastodon"
    label = "mastodon"

    def ready(self) -> None:
        from rafiq.channels.mastodon.adapter import Mastodon  # noqa: PLC0415  # models must be loaded first
        from rafiq.channels.transport import registry  # noqa: PLC0415

        registry.register(Mastodon())
