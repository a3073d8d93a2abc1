"""What an adapter is told of a message."""

from __future__ import annotations

import logging

from rafiq.inbox.contracts import Outbound, OutboundFile
from rafiq.inbox.models import Channel, Message
from rafiq.platform import secrets

logger = logging.getLogger(__name__)


def outbound(message: Message) -> Outbound:
    """Gather all that goes out with a message; needs its conversation, customer, channel and author."""
    conversation = message.conversation
    thread = message.thread or conversation.thread
    return Outbound(
        message_id=message.pk,
        conversation_id=conversation.pk,
        channel_id=message.channel_id,
        customer_id=conversation.customer_id,
        customer_name=conversation.customer.name,
        thread=thread,
        key=str(message.client_id),
        text=message.text,
        author=message.author.name if message.author else "",
        subject=str(message.extras.get("subject") or conversation.subject),
        language=conversation.language or conversation.customer.language,
        answers=_answered(message, thread),
        files=_files(message),
        extras=message.extras,
        settings=message.channel.settings,
        secret=_secret(message.channel),
    )


def _answered(message: Message, thread: str) -> str:
    """Find the external id of the newest thing the customer said in this thread."""
    heard = Message.objects.filter(
        conversation=message.conversation_id, channel=message.channel_id, thread=thread, kind=Message.Kind.INBOUND
    )
    return heard.order_by("-pk").values_list("external_id", flat=True).first() or ""


def _files(message: Message) -> tuple[OutboundFile, ...]:
    columns = ("file__token", "file__name", "file__content_type", "file__size")
    return tuple(OutboundFile(*one) for one in message.attachments.order_by("pk").values_list(*columns))


def _secret(channel: Channel) -> str:
    try:
        return secrets.decrypt(channel.secret) if channel.secret else ""
    except secrets.Unreadable:  # the provider will say that we are nobody; kinds that need none go on
        logger.warning("The secret of channel %s was encrypted with another key", channel.pk)
        return ""
