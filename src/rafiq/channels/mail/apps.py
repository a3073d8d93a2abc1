from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "rafiq.channels.mail"
    label = "mail"

    def ready(self) -> None:
        from rafiq.channels.mail import presentation  # noqa: PLC0415
        from rafiq.channels.mail.adapter import Mailbox  # noqa: PLC0415  # models must be loaded first
        from rafiq.channels.transport import registry  # noqa: PLC0415
        from rafiq.inbox.registry import register_message_view  # noqa: PLC0415

        registry.register(Mailbox())
        register_message_view("mail", "mail/message.html", presentation.read)
