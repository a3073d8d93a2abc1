"""What routing does when something happens elsewhere."""

from __future__ import annotations

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
from rafiq.platform.log import subscribe
from rafiq.routing import services


@subscribe(
    ConversationOpened, ConversationReopened, MessageReceived, ReplyWritten, NoteWritten, ConversationAssigned,
    ConversationResolved, ConversationSnoozed, ConversationWoken, ConversationJoined, ConversationParted,
)  # fmt: skip
def follow(event: ConversationEvent) -> None:
    """Something happened in a conversation: have it looked at whether it waits, and who has it."""
    if services.is_on():
        services.follow_soon([event.conversation_id])
