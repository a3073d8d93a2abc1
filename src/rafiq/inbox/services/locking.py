"""The lock every change of a conversation begins with."""

from __future__ import annotations

from rafiq.inbox.models import Conversation


def locked(conversation_id: int) -> Conversation:
    """Lock one conversation until the transaction ends.

    The lock is taken before anything is written, so the transaction's number (xid) is drawn under it
    and the log's order (xid, id) tells a conversation's facts in the order they happened.
    """
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)


def newer_in_thread(conversation: Conversation) -> bool:
    """Test whether the customer began anew in the same thread: only the newest may be open."""
    same = Conversation.objects.filter(channel=conversation.channel_id, thread=conversation.thread)
    return same.filter(pk__gt=conversation.pk).exists()
