"""What happens in conversations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEvent(Event):
    """Base of the facts about one conversation."""

    conversation_id: int
    customer_id: int

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationOpened(ConversationEvent):
    """A customer began a new matter."""

    name: ClassVar[str] = "inbox.conversation.opened"
    channel_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReopened(ConversationEvent):
    """The customer came back, or an agent opened it again."""

    name: ClassVar[str] = "inbox.conversation.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(ConversationEvent):
    """A customer said something, or (`is_automatic`) their machine did, which is owed no answer."""

    name: ClassVar[str] = "inbox.message.received"
    message_id: int
    is_automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(ConversationEvent):
    """The customer changed, or took back, what they had said."""

    name: ClassVar[str] = "inbox.message.edited"
    message_id: int
    is_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWritten(ConversationEvent):
    """An agent answered, or (`actor`) a program did; delivery follows. `settles`: the customer is owed nothing now."""

    name: ClassVar[str] = "inbox.reply.written"
    message_id: int
    settles: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChanged(ConversationEvent):
    """An answer was sent, delivered, read, failed, or is tried again."""

    name: ClassVar[str] = "inbox.delivery.changed"
    message_id: int
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(ConversationEvent):
    """An agent left a note among the staff; `mentioned` names agents."""

    name: ClassVar[str] = "inbox.note.written"
    message_id: int
    mentioned: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAssigned(ConversationEvent):
    """It was taken, handed over, or given back to everybody."""

    name: ClassVar[str] = "inbox.conversation.assigned"
    assignee_id: int | None
    team_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationResolved(ConversationEvent):
    """The matter was settled; `lacking` are the keys of what a program closed it without."""

    name: ClassVar[str] = "inbox.conversation.resolved"
    lacking: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationJoined(ConversationEvent):
    """It was emptied into another one, and closed."""

    name: ClassVar[str] = "inbox.conversation.joined"
    into_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationTookIn(ConversationEvent):
    """Everything that had been said in another one was brought here."""

    name: ClassVar[str] = "inbox.conversation.took_in"
    source_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationParted(ConversationEvent):
    """It and another one, which had been joined, are two again."""

    name: ClassVar[str] = "inbox.conversation.parted"
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSnoozed(ConversationEvent):
    """It was put aside until a moment (ISO 8601)."""

    name: ClassVar[str] = "inbox.conversation.snoozed"
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationWoken(ConversationEvent):
    """Its time came, or somebody took it up earlier."""

    name: ClassVar[str] = "inbox.conversation.woken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationTagged(ConversationEvent):
    """A tag was put on it."""

    name: ClassVar[str] = "inbox.conversation.tagged"
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationUntagged(ConversationEvent):
    """A tag was taken off."""

    name: ClassVar[str] = "inbox.conversation.untagged"
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSeen(ConversationEvent):
    """An agent has seen the customer's messages up to this one."""

    name: ClassVar[str] = "inbox.conversation.seen"
    message_id: int
