"""What one journaled item came to, with what these channels keep for themselves about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rafiq.channels.meta.people import Heard
from rafiq.channels.transport.contracts import Parsed
from rafiq.inbox.contracts import DeliveryReport, Edit, Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateNews:
    """The vendor changed the state of a template."""

    name: str
    language: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(Parsed):
    """`Parsed`, and who wrote when, and which templates changed; `settle` writes these down."""

    heard: tuple[Heard, ...] = ()
    templates: tuple[TemplateNews, ...] = ()


@dataclass(slots=True)
class Gathering:
    """What has been understood of an item so far."""

    messages: list[Inbound] = field(default_factory=list)
    reports: list[DeliveryReport] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    templates: list[TemplateNews] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def done(self) -> Understood:
        """Return it all; notes become one line."""
        return Understood(
            messages=tuple(self.messages), reports=tuple(self.reports), edits=tuple(self.edits),
            heard=tuple(self.heard), templates=tuple(self.templates), note=" ".join(dict.fromkeys(self.notes)),
        )  # fmt: skip
