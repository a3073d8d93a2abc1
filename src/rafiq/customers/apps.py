from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "rafiq.customers"

    def ready(self) -> None:
        from rafiq.customers import subscribers  # noqa: F401, PLC0415  # subscribers register themselves
