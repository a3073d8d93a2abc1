"""What happens on the way from a customer who waits to the agent who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.inbox.events import ConversationEvent
from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationQueued(ConversationEvent):
    """It began to wait in a queue, or moved to another one."""

    name: ClassVar[str] = "routing.conversation.queued"
    queue_id: int
    rule_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLeft(ConversationEvent):
    """It waits no more: somebody has it (`agent_id`), or it was settled otherwise. `waited` are seconds."""

    name: ClassVar[str] = "routing.queue.left"
    queue_id: int
    waited: int
    agent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOverflowed(ConversationEvent):
    """It waited long enough for the next step of its queue."""

    name: ClassVar[str] = "routing.queue.overflowed"
    queue_id: int
    step: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackWished(ConversationEvent):
    """The customer chose to be called back, or written to, instead of waiting; their place is kept."""

    name: ClassVar[str] = "routing.call_back.wished"
    queue_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEvent(Event):
    """Base of the facts about one offer; they are told to the agent it was made to."""

    conversation_id: int
    customer_id: int
    agent_id: int
    offer_id: int

    @override
    def key(self) -> str:
        return f"agent-{self.agent_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade(OfferEvent):
    """An agent was asked to take a conversation."""

    name: ClassVar[str] = "routing.offer.made"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(OfferEvent):
    """They accepted or declined, did not answer in time, or it was taken back: `how` is an `Offer.State`."""

    name: ClassVar[str] = "routing.offer.ended"
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingChanged(Event):
    """Somebody changed queues or rules: `what` was changed, and how in words."""

    name: ClassVar[str] = "routing.settings.changed"
    what: str

    @override
    def key(self) -> str:
        return "routing"
