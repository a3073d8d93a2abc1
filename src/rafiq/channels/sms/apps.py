from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "rafiq.channels.sms"
    label = "sms"

    def ready(self) -> None:
        from rafiq.channels.sms import panels  # noqa: PLC0415  # models must be loaded first
        from rafiq.channels.sms.gateway.adapter import Gateway  # noqa: PLC0415
        from rafiq.channels.sms.kavenegar.adapter import Kavenegar  # noqa: PLC0415
        from rafiq.channels.sms.smpp.adapter import Smpp  # noqa: PLC0415
        from rafiq.channels.sms.twilio.adapter import Twilio  # noqa: PLC0415
        from rafiq.channels.transport import registry  # noqa: PLC0415
        from rafiq.customers.registry import register_panel  # noqa: PLC0415

        for transport in (Smpp(), Kavenegar(), Twilio(), Gateway()):
            registry.register(transport)
        register_panel(panels.OPTED_OUT)
