from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rafiq.web"

    def ready(self) -> None:
        from rafiq.inbox import registry  # noqa: PLC0415  # models are there only now

        registry.register_composer_tool("web/articles/_tool.html")
