from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "rafiq.inbox"

    def ready(self) -> None:
        from rafiq.inbox import subscribers  # noqa: F401, PLC0415  # registers the readers of the log
