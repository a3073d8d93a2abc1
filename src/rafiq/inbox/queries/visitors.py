"""What a visitor's own widget may know: the visitor's messages, the answers, never a note."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from rafiq.inbox.models import Conversation, ConversationQuerySet, Delivery, Line, Message
from rafiq.inbox.queries.rows import MessageRow
from rafiq.inbox.queries.timeline import files_of

SHOWN = 200
MOST = 20


@dataclass(frozen=True, slots=True)
class VisitorSnapshot:
    """The newest conversation of a thread, and its messages after a known one, oldest first."""

    conversation: Conversation | None
    messages: list[MessageRow]


def visitor_conversations(*, channel_id: int, thread: str, customer_id: int | None) -> ConversationQuerySet:
    """Limit to the conversations a visitor's thread runs through; first the one it leads to now.

    `customer_id` is given only for a visitor who was vouched for: then what this customer said through the channel
    from any device is theirs, too.
    """
    own = Line.objects.filter(channel=channel_id, thread=thread)
    lines = own.filter(conversation=OuterRef("pk"))
    mine = Q(channel=channel_id, thread=thread) | Q(pk__in=own.values("conversation"))
    if customer_id is not None:
        through = Q(channel=channel_id) | Q(pk__in=Line.objects.filter(channel=channel_id).values("conversation"))
        mine |= Q(through, customer=customer_id)
    leads_here = ExpressionWrapper(Q(resolved_at=None) & Exists(lines), output_field=BooleanField())
    return Conversation.objects.filter(mine).order_by(leads_here.desc(), "-pk")


def visitor_snapshot(*, channel_id: int, thread: str, customer_id: int | None, after: int) -> VisitorSnapshot:
    """Read what the visitor has not got yet, of what was said through this widget: never a mail, never a text message.

    Answers appear once the job has handed them over (`SENT`), so that what is shown is what was delivered.
    """
    mine = visitor_conversations(channel_id=channel_id, thread=thread, customer_id=customer_id)
    conversations = list(mine.select_related("assignee")[:MOST])
    if not conversations:
        return VisitorSnapshot(None, [])
    # An answer may be handed over after a younger message of the visitor, so `after` alone would pass it over.
    not_yet_got = Q(kind=Message.Kind.OUTBOUND, delivery=Delivery.SENT)
    said = Message.objects.filter(
        not_yet_got | Q(pk__gt=after), conversation__in=[one.pk for one in conversations], channel=channel_id
    )
    if customer_id is None:
        said = said.filter(thread__in=[thread, ""])
    said = said.filter(
        Q(kind=Message.Kind.INBOUND)
        | Q(kind=Message.Kind.OUTBOUND, delivery__in=[Delivery.SENT, Delivery.DELIVERED, Delivery.READ])
    )
    columns = (
        "pk", "kind", "author_id", "author__name", "text", "said_at", "delivery", "failure", "client_id", "external_id",
        "extras",
    )  # fmt: skip
    plain = list(said.order_by("-pk").values_list(*columns)[:SHOWN])[::-1]
    files = files_of(row[0] for row in plain)
    messages = [
        replace(
            MessageRow(*[*row[:3], row[3] or "", *row[4:8], str(row[8]), row[9], tuple(files.get(row[0], ()))]),
            extras=row[10],
        )
        for row in plain
    ]
    return VisitorSnapshot(conversations[0], messages)
