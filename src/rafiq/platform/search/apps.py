from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "rafiq.platform.search"
    label = "search"

    def ready(self) -> None:
        from rafiq.platform import background  # noqa: PLC0415
        from rafiq.platform.search import reading, vectors  # noqa: PLC0415

        if vectors.is_installed():
            background.register_loop("search.reading", reading.read_entries)
