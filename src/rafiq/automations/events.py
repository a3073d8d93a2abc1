"""What rules did, and that they were changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.inbox.events import ConversationEvent
from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRan(ConversationEvent):
    """A rule did something in a conversation, could not, or stopped itself (`result`)."""

    name: ClassVar[str] = "automations.rule.ran"
    rule_id: int
    run_id: int
    rule: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged(Event):
    """Somebody made, changed, moved or removed a rule."""

    name: ClassVar[str] = "automations.rules.changed"
    rule_id: int | None = None

    @override
    def key(self) -> str:
        return "automations"
