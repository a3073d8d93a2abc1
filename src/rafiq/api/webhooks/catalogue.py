"""The events that programs may hear of, under their stable names."""

from __future__ import annotations

from rafiq.customers import events as customers
from rafiq.feedback import events as feedback
from rafiq.inbox import events as inbox
from rafiq.platform.events import Event

PUBLIC: tuple[type[Event], ...] = (
    customers.CustomerCreated,
    customers.CustomerChanged,
    customers.CustomerIdentified,
    customers.CustomerMerged,
    inbox.ConversationOpened,
    inbox.ConversationReopened,
    inbox.MessageReceived,
    inbox.MessageEdited,
    inbox.ReplyWritten,
    inbox.DeliveryChanged,
    inbox.NoteWritten,
    inbox.ConversationAssigned,
    inbox.ConversationResolved,
    inbox.ConversationSnoozed,
    inbox.ConversationWoken,
    inbox.ConversationTagged,
    inbox.ConversationUntagged,
    feedback.ConversationRated,
)


def names() -> list[str]:
    """List the names of all public events."""
    return [event.name for event in PUBLIC]
