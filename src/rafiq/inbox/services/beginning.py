"""Agents write first: a conversation that begins with what we say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers.models import Customer
from rafiq.inbox import events
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Conversation, Delivery, Line, Message
from rafiq.inbox.queries import led_by, ways_to
from rafiq.inbox.services.errors import GoesOnElsewhere, IdUsed, NoSuchWay
from rafiq.inbox.services.pausing import enqueue
from rafiq.inbox.services.writing import LAST_TEXT, write
from rafiq.platform import db, log, text

SUBJECT, SUBJECT_OF_TEXT = 200, 80


@transaction.atomic
def begin(  # noqa: PLR0913  # each is a fact of its own
    *,
    customer: Customer,
    author: Agent,
    way: Way,
    body: str,
    client_id: UUID,
    at: datetime,
    subject: str = "",
    files: Collection[str] = (),
    extras: Mapping[str, Any] | None = None,
) -> Message:
    """Write to a customer who is not waiting for anything, and queue the delivery; what they answer comes back here.

    The conversation is open, the author's, and owes nothing. `extras` are for the channel alone, as in `reply`. The
    same `client_id` again returns the first message.

    Raises:
        EmptyMessage: if there are neither words nor files.
        GoesOnElsewhere: if an open conversation goes on there already.
        IdUsed: if the id is that of a message to somebody else, or of a note.
        NoSuchWay: if the customer cannot be reached like that.
    """
    # Whoever presses twice is behind the first here; nor do they become one with somebody meanwhile.
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if (sent := Message.objects.select_related("conversation").filter(client_id=client_id).first()) is not None:
        if sent.conversation.customer_id != customer.pk or sent.kind != Message.Kind.OUTBOUND:
            raise IdUsed
        return sent
    wanted = (way.channel_id, way.thread)
    if wanted not in {(one.channel_id, one.thread) for one in ways_to(customer.pk)}:
        raise NoSuchWay
    subject = " ".join(subject.split()) or text.excerpt(text.clean(body), length=SUBJECT_OF_TEXT)
    conversation = Conversation(
        customer=customer, channel_id=way.channel_id, thread=way.thread, subject=subject[:SUBJECT],
        begun_by=led_by(customer.pk, way),
        language=text.guess_language(body) or customer.language, assignee=author, created_at=at, last_at=at,
    )  # fmt: skip
    _open(conversation)
    message = write(
        Message(
            conversation=conversation, channel_id=way.channel_id, thread=way.thread, kind=Message.Kind.OUTBOUND,
            author=author, said_at=at, client_id=client_id, delivery=Delivery.QUEUED, extras=dict(extras or {}),
        ),
        body=body, files=files,
    )  # fmt: skip
    conversation.answered(at=at)
    conversation.said(kind=Message.Kind.OUTBOUND, text=text.excerpt(message.text, length=LAST_TEXT), at=at)
    conversation.save()
    ids: dict[str, Any] = {"conversation_id": conversation.pk, "customer_id": customer.pk}
    said: dict[str, Any] = {"occurred_at": at, "actor": author.actor}
    log.append(
        events.ConversationOpened(**ids, channel_id=way.channel_id, **said),
        events.ConversationAssigned(**ids, assignee_id=author.pk, team_id=None, **said),
        events.ReplyWritten(**ids, message_id=message.pk, **said),
    )
    enqueue(message)
    return message


def _open(conversation: Conversation) -> None:
    """Make it the one that what comes back from there comes into.

    Raises:
        GoesOnElsewhere: if there is another; the constraint decides where two begin at once.
    """
    thread = {"channel": conversation.channel_id, "thread": conversation.thread}
    line = Line.objects.select_related("conversation").filter(**thread).first()
    if line is not None and line.conversation.is_open:
        raise GoesOnElsewhere(line.conversation_id)
    try:
        with db.refused_as(_Taken, constraint="conversation_one_open"):
            conversation.save(force_insert=True)
    except _Taken as taken:
        raise GoesOnElsewhere(Conversation.objects.filter(**thread).latest("pk").pk) from taken


class _Taken(Exception):
    """An open conversation has the thread."""
