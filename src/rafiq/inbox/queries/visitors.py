"""What a visitor's own widget may know: the visitor's messages, the answers, never a note."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from rafiq.inbox.models import Conversation, Delivery, Message
from rafiq.inbox.queries.rows import MessageRow
from rafiq.inbox.queries.timeline import files_of

SHOWN = 200


@dataclass(frozen=True, slots=True)
class VisitorSnapshot:
    """The newest conversation of a thread, and its messages after a known one, oldest first."""

    conversation: Conversation | None
    messages: list[MessageRow]


def visitor_snapshot(*, channel_id: int, thread: str, customer_id: int | None, after: int) -> VisitorSnapshot:
    """Read what the visitor has not got yet.

    `customer_id` is given only for a visitor who was vouched for: then everything this customer said
    through the channel, from any device, is theirs to see.

    Answers appear once the job has handed them over (`SENT`), so that what is shown is what was delivered.
    """
    mine = Q(channel=channel_id, thread=thread)
    if customer_id is not None:
        mine |= Q(channel=channel_id, customer=customer_id)
    conversations = list(Conversation.objects.filter(mine).select_related("assignee").order_by("-pk")[:20])
    if not conversations:
        return VisitorSnapshot(None, [])
    # An answer may be handed over after a younger message of the visitor, so `after` alone would pass it over.
    not_yet_got = Q(kind=Message.Kind.OUTBOUND, delivery=Delivery.SENT)
    said = Message.objects.filter(not_yet_got | Q(pk__gt=after), conversation__in=[one.pk for one in conversations])
    said = said.filter(
        Q(kind=Message.Kind.INBOUND)
        | Q(kind=Message.Kind.OUTBOUND, delivery__in=[Delivery.SENT, Delivery.DELIVERED, Delivery.READ])
    )
    columns = (
        "pk", "kind", "author_id", "author__name", "text", "said_at", "delivery", "failure", "client_id", "external_id"
    )  # fmt: skip
    plain = list(said.order_by("-pk").values_list(*columns)[:SHOWN])[::-1]
    files = files_of(row[0] for row in plain)
    messages = [
        MessageRow(*[*row[:3], row[3] or "", *row[4:8], str(row[8]), row[9], tuple(files.get(row[0], ()))])
        for row in plain
    ]
    return VisitorSnapshot(conversations[0], messages)
