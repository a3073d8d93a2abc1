"""The lock every change of what belongs to a conversation begins with: the conversation's own."""

from __future__ import annotations

from rafiq.inbox.models import Conversation


def locked(conversation_id: int) -> Conversation:
    """Lock one conversation, and bring its channel."""
    rows = Conversation.objects.select_for_update(no_key=True, of=("self",)).select_related("channel")
    return rows.get(pk=conversation_id)
