from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "rafiq.customers"

    def ready(self) -> None:
        from rafiq.customers import searching, subscribers  # noqa: F401, PLC0415  # subscribers register themselves
        from rafiq.platform.search import sources  # noqa: PLC0415

        sources.register(searching.Customers())
