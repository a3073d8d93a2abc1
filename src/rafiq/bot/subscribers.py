"""What the bot does when something happens elsewhere."""

from __future__ import annotations

from rafiq.bot import services
from rafiq.bot.models import Silence
from rafiq.inbox.events import (
    ConversationAssigned,
    ConversationEvent,
    ConversationJoined,
    ConversationResolved,
    MessageReceived,
    ReplyWritten,
)
from rafiq.platform.log import subscribe
from rafiq.routing.events import CallBackWished, QueueOverflowed


@subscribe(MessageReceived)
def hear(event: MessageReceived) -> None:
    """A customer said something: have it looked at, if the bot speaks at all."""
    if services.is_listening(event.message_id, at=event.occurred_at):
        services.queue(event.message_id, conversation_id=event.conversation_id)


@subscribe(ReplyWritten, ConversationAssigned)
def give_way(event: ConversationEvent) -> None:
    """A person answered, or took it."""
    match event:
        case ReplyWritten(actor=actor) if actor.startswith("agent-"):
            services.a_person_answered(event.conversation_id, at=event.occurred_at)
        case ConversationAssigned(assignee_id=int()):
            services.fall_silent(event.conversation_id, at=event.occurred_at)


@subscribe(ConversationResolved, ConversationJoined)
def begin_anew(event: ConversationEvent) -> None:
    """A conversation was closed, or goes on elsewhere."""
    match event:
        case ConversationJoined(into_id=into_id):
            services.follow_joining(event.conversation_id, into_id=into_id, at=event.occurred_at)
        case ConversationResolved():
            services.begin_anew(event.conversation_id, at=event.occurred_at)


@subscribe(QueueOverflowed, CallBackWished)
def stand_in(event: ConversationEvent) -> None:
    """A customer waited long enough for the bot to help meanwhile, or chose not to wait and is left in peace."""
    match event:
        case QueueOverflowed(what="BOT"):
            services.stand_in(event.conversation_id, at=event.occurred_at)
        case CallBackWished():
            services.fall_silent(event.conversation_id, at=event.occurred_at, reason=Silence.ASKED)
