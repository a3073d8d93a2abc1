from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "rafiq.inbox"

    def ready(self) -> None:
        from rafiq.customers import registry  # noqa: PLC0415  # models are there only now
        from rafiq.inbox import filterables, finding, panels, subscribers  # noqa: F401, PLC0415  # subscribers register themselves
        from rafiq.platform.search import sources  # noqa: PLC0415

        sources.register(finding.Conversations())
        sources.register(finding.CannedReplies())
        registry.register_panel(panels.CONVERSATIONS)
        registry.register_panel(panels.EVERYTHING)
        registry.register_organisation_panel(panels.ORGANISATION_CONVERSATIONS)
        registry.register_filterables(filterables.for_agent)
