"""What alerts look at when something happens: each event wakes the kinds that it can change."""

from __future__ import annotations

from rafiq.accounts.events import AgentChanged, TeamChanged
from rafiq.board import services
from rafiq.board.models import Kind
from rafiq.channels.transport.events import ChannelRestored, ChannelRevoked
from rafiq.inbox import events as inbox
from rafiq.platform.events import Event
from rafiq.platform.log import subscribe
from rafiq.promises import events as promises
from rafiq.routing.events import ConversationQueued, QueueLeft
from rafiq.workforce.events import AbsenceCancelled, AbsencePlanned, AvailabilityChanged, HoursChanged

WAITS = (Kind.WAITING, Kind.LONGEST)
OWED = (Kind.RISK, Kind.BROKEN)


@subscribe(
    inbox.ConversationOpened, inbox.ConversationReopened, inbox.MessageReceived, inbox.ReplyWritten,
    inbox.ConversationAssigned, inbox.ConversationResolved, inbox.ConversationSnoozed, inbox.ConversationWoken,
    inbox.ConversationJoined, inbox.ConversationParted,
    ConversationQueued, QueueLeft,
    promises.PromiseWarned, promises.PromiseBroken, promises.PromiseKept, promises.PromiseDoneLate,
    promises.PromiseCancelled, promises.PromiseMoved,
    AvailabilityChanged, AbsencePlanned, AbsenceCancelled, HoursChanged, AgentChanged, TeamChanged,
    ChannelRevoked, ChannelRestored,
)  # fmt: skip
def watch(event: Event) -> None:
    """Something happened that alerts may concern: have those looked at."""
    match event:
        case ConversationQueued(queue_id=queue_id) | QueueLeft(queue_id=queue_id):
            services.want((*WAITS, Kind.RISK), queue_id=queue_id, at=event.occurred_at)
        case inbox.ConversationAssigned():
            services.want((*WAITS, *OWED), at=event.occurred_at)
        case inbox.ConversationEvent():
            services.want(WAITS, at=event.occurred_at)
        case promises.PromiseEvent():
            services.want(OWED, at=event.occurred_at)
        case ChannelRevoked() | ChannelRestored():
            services.want((Kind.CHANNEL,), at=event.occurred_at)
        case _:
            services.want((Kind.NOBODY,), at=event.occurred_at)
