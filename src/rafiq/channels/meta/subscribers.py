"""What these channels do when something happens elsewhere."""

from __future__ import annotations

from rafiq.channels.meta import seen
from rafiq.inbox.events import ConversationSeen
from rafiq.platform.log import subscribe


@subscribe(ConversationSeen)
def tell_that_it_was_read(event: ConversationSeen) -> None:
    """Let the customer know, over the channel they wrote on."""
    seen.enqueue(conversation_id=event.conversation_id, upto=event.message_id)
