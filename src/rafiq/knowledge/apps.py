from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "rafiq.knowledge"

    def ready(self) -> None:
        from rafiq.knowledge import finding  # noqa: PLC0415  # models are there only now
        from rafiq.platform.search import sources  # noqa: PLC0415

        sources.register(finding.Articles())
