"""Everything said with one person, over every channel and in every conversation."""

from __future__ import annotations

from dataclasses import dataclass

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Channel, Message
from rafiq.inbox.queries.conversations import visible_to
from rafiq.inbox.queries.desk import ChannelRow
from rafiq.inbox.queries.rows import MessageRow
from rafiq.inbox.queries.timeline import message_rows_with

PAGE = 40
REFETCHED = 400


@dataclass(frozen=True, slots=True)
class Said:
    """One message or note, and the conversation it stands in."""

    row: MessageRow
    conversation_id: int
    subject: str


def said_with(
    agent: Agent,
    *,
    customer_id: int,
    channel_id: int | None = None,
    before: int | None = None,
    since: int | None = None,
) -> list[Said]:
    """List what was said with a customer as far as this agent may see it, the newest first, by one statement.

    A page of those older than `before`, or all that are not older than `since`; `channel_id` narrows to one channel.
    """
    theirs = visible_to(agent).filter(customer=customer_id)
    found = Message.objects.filter(conversation__in=theirs.values("pk"))
    if channel_id is not None:
        found = found.filter(channel=channel_id).exclude(kind=Message.Kind.NOTE)
    if before is not None:
        found = found.filter(pk__lt=before)
    if since is not None:
        found = found.filter(pk__gte=since)
    limit = PAGE if since is None else REFETCHED
    rows = message_rows_with(found.order_by("-pk"), "conversation_id", "conversation__subject", limit=limit)
    return [Said(row, *beside) for row, beside in rows]


def channels_with(agent: Agent, *, customer_id: int) -> list[ChannelRow]:
    """List the channels over which something was said with a customer that this agent may see."""
    theirs = visible_to(agent).filter(customer=customer_id)
    used = Message.objects.filter(conversation__in=theirs.values("pk")).exclude(kind=Message.Kind.NOTE)
    found = Channel.objects.filter(pk__in=used.values("channel"))
    return [ChannelRow(*one) for one in found.order_by("kind", "name").values_list("pk", "kind", "name")]
