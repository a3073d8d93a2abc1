from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "rafiq.channels.mail"
    label = "mail"

    def ready(self) -> None:
        from rafiq.channels.mail.adapter import Mailbox  # noqa: PLC0415  # models must be loaded first
        from rafiq.channels.transport import registry  # noqa: PLC0415

        registry.register(Mailbox())
