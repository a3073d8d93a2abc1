"""What becomes of solved conversations."""

from __future__ import annotations

from rafiq.bot.assist import solved
from rafiq.inbox.events import (
    ConversationEvent,
    ConversationJoined,
    ConversationParted,
    ConversationReopened,
    ConversationResolved,
)
from rafiq.platform.log import subscribe


@subscribe(ConversationResolved, ConversationReopened, ConversationJoined, ConversationParted)
def keep_solved(event: ConversationEvent) -> None:
    """Make it findable while it is closed."""
    solved.keep(event.conversation_id, at=event.occurred_at)
