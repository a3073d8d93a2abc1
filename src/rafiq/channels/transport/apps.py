from django.apps import AppConfig


class TransportConfig(AppConfig):
    name = "rafiq.channels.transport"
    label = "transport"
