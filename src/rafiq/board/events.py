"""What supervisors do from the board, and what alerts tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMoved(Event):
    """A supervisor let it wait in a queue, or gave it to a team or agent (`to`: QUEUE, TEAM, AGENT) for a reason."""

    name: ClassVar[str] = "board.conversation.moved"
    conversation_id: int
    customer_id: int
    to: str
    to_id: int
    reason: str = ""

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningEvent(Event):
    """Base of the facts about listening in; they concern no customer, whose pages hear nothing of it."""

    conversation_id: int
    is_shown: bool

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}" if self.is_shown else "board"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningBegan(ListeningEvent):
    """A supervisor (`actor`) began to follow a conversation."""

    name: ClassVar[str] = "board.listening.began"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningEnded(ListeningEvent):
    """They stopped; `seconds` it lasted."""

    name: ClassVar[str] = "board.listening.ended"
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent(Event):
    """Base of the facts about one episode of an alert; `told` are the agents it concerns."""

    alert_id: int
    episode_id: int
    kind: str
    told: list[int] = field(default_factory=list)

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised(AlertEvent):
    """It came to what an alert watches."""

    name: ClassVar[str] = "board.alert.raised"
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEnded(AlertEvent):
    """It was well for long enough, or nobody watches any more; `seconds` it lasted, and the worst that was read."""

    name: ClassVar[str] = "board.alert.ended"
    seconds: int
    peak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChanged(Event):
    """Somebody changed alerts, screens, or whether listening in is shown: `what` says which."""

    name: ClassVar[str] = "board.settings.changed"
    what: str

    @override
    def key(self) -> str:
        return "staff"
