"""Telling customers that an agent has read what they wrote: a courtesy, never worth an alarm."""

from __future__ import annotations

import logging

from rafiq.channels.meta.access import Access
from rafiq.channels.transport import registry
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway
from rafiq.inbox.models import Message
from rafiq.platform import jobs, secrets

logger = logging.getLogger(__name__)

SEEN_JOB = "meta.tell_that_it_was_read"
KINDS = ("whatsapp", "messenger", "instagram")


def enqueue(*, conversation_id: int, upto: int) -> None:
    """Queue a receipt for the newest message that was seen, if it came over one of these channels."""
    newest = (
        Message.objects.filter(conversation=conversation_id, kind=Message.Kind.INBOUND, pk__lte=upto)
        .order_by("-pk")
        .values_list("pk", "channel__kind", "channel__settings", "channel__is_active")
        .first()
    )
    if newest is None:
        return
    pk, kind, settings, is_active = newest
    if kind in KINDS and is_active and settings.get("send_read", True):
        jobs.app.configure_task(SEEN_JOB).defer(message_id=pk)


def tell(message_id: int) -> None:
    """Tell the vendor that a message was read.

    Raises:
        ProviderAway: if it should be tried again.
    """
    message = Message.objects.select_related("channel", "conversation").get(pk=message_id)
    transport = registry.find(message.channel.kind)
    mark_seen = getattr(transport, "mark_seen", None)
    if mark_seen is None or not message.external_id:
        return
    thread = message.thread or message.conversation.thread
    try:
        mark_seen(Access.of_channel(message.channel), thread=thread, external_id=message.external_id)
    except ProviderAway:
        raise
    except (DeliveryFailed, secrets.Unreadable) as error:
        logger.info("The vendor did not take the receipt for message %s: %s", message_id, error)
