"""What routing does when something happens elsewhere."""

from __future__ import annotations

from rafiq.accounts.events import AgentChanged, AgentJoined, TeamChanged
from rafiq.inbox.events import (
    ConversationAssigned,
    ConversationEvent,
    ConversationJoined,
    ConversationOpened,
    ConversationParted,
    ConversationReopened,
    ConversationResolved,
    ConversationSnoozed,
    ConversationWoken,
    MessageReceived,
    NoteWritten,
    ReplyWritten,
)
from rafiq.platform.events import Event
from rafiq.platform.log import subscribe
from rafiq.promises.events import (
    PriorityChanged,
    PromiseCancelled,
    PromiseEvent,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
)
from rafiq.routing import services
from rafiq.workforce.events import AbilitiesChanged, AbsenceCancelled, AbsencePlanned, AvailabilityChanged


@subscribe(
    ConversationOpened, ConversationReopened, MessageReceived, ReplyWritten, NoteWritten, ConversationAssigned,
    ConversationResolved, ConversationSnoozed, ConversationWoken, ConversationJoined, ConversationParted,
    PromiseMade, PromiseMoved, PromiseKept, PromiseCancelled, PriorityChanged,
)  # fmt: skip
def follow(event: Event) -> None:
    """Something happened in a conversation: have it looked at whether it waits, how urgently, and who has it."""
    if not isinstance(event, ConversationEvent | PromiseEvent | PriorityChanged):
        return
    if services.is_on():
        services.follow_soon([event.conversation_id])


@subscribe(
    AvailabilityChanged, AbilitiesChanged, AbsencePlanned, AbsenceCancelled, AgentChanged, AgentJoined, TeamChanged
)
def seat(event: Event) -> None:
    """Somebody came or went, or can do something else: have their seat looked at, or everybody's."""
    if services.is_on():
        match event:
            case AvailabilityChanged(agent_id=agent_id) | AbilitiesChanged(agent_id=int(agent_id)):
                services.seat_soon(agent_id)
            case _:
                services.seat_soon()
