"""Agents write: answers to the customer, notes among themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rafiq.accounts.models import Agent
from rafiq.inbox import events
from rafiq.inbox.models import Attachment, Conversation, Delivery, Mention, Message
from rafiq.inbox.services.delivering import enqueue_delivery
from rafiq.inbox.services.errors import EmptyMessage, IdUsed
from rafiq.inbox.services.locking import locked, newer_in_thread
from rafiq.platform import log, text
from rafiq.platform.files.models import StoredFile

LAST_TEXT = 140


@transaction.atomic
def reply(
    *, conversation: Conversation, author: Agent, body: str, client_id: UUID, at: datetime, files: Collection[str] = ()
) -> Message:
    """Write an answer and queue its delivery; the conversation is open (again), awake, and owes nothing.

    One that is settled stays so if the customer began a newer conversation in the same thread. An unassigned
    conversation becomes the author's. The same `client_id` again returns the first message.

    Raises:
        EmptyMessage: if there are neither words nor files.
        IdUsed: if the id is that of a message elsewhere, or of the other kind.
    """
    found = locked(conversation.pk)
    if existing := _written_before(client_id, found, kind=Message.Kind.OUTBOUND):
        return existing
    message = _write(
        found, author=author, kind=Message.Kind.OUTBOUND, body=body, client_id=client_id, files=files, at=at
    )
    ids = {"conversation_id": found.pk, "customer_id": found.customer_id}
    facts: list[events.ConversationEvent] = []
    if not found.is_open and not newer_in_thread(found):
        found.resolved_at = None
        facts.append(events.ConversationReopened(**ids, occurred_at=at, actor=author.actor))
    facts.append(events.ReplyWritten(**ids, message_id=message.pk, occurred_at=at, actor=author.actor))
    if found.assignee_id is None:
        found.assignee = author
        assigned = events.ConversationAssigned(
            **ids, assignee_id=author.pk, team_id=found.team_id, occurred_at=at, actor=author.actor
        )
        facts.append(assigned)
    found.answered(at=at)
    found.snoozed_until = None
    found.said(kind=Message.Kind.OUTBOUND, text=text.excerpt(message.text, length=LAST_TEXT), at=at)
    found.save()
    log.append(*facts)
    enqueue_delivery(message.pk)
    return message


@transaction.atomic
def write_note(  # noqa: PLR0913  # each is a fact of its own; a bundle would only hide them
    *,
    conversation: Conversation,
    author: Agent,
    body: str,
    client_id: UUID,
    at: datetime,
    mentioned: Collection[int] = (),
    files: Collection[str] = (),
) -> Message:
    """Leave a note that only the staff sees; the agents named in it find it among their mentions.

    Raises:
        EmptyMessage: if there are neither words nor files.
        IdUsed: if the id is that of a message elsewhere, or of the other kind.
    """
    found = locked(conversation.pk)
    if existing := _written_before(client_id, found, kind=Message.Kind.NOTE):
        return existing
    message = _write(found, author=author, kind=Message.Kind.NOTE, body=body, client_id=client_id, files=files, at=at)
    known = sorted(Agent.objects.filter(pk__in=mentioned, is_active=True).values_list("pk", flat=True))
    Mention.objects.bulk_create(
        [Mention(message=message, conversation=found, agent_id=one, mentioned_at=at) for one in known]
    )
    ids = {"conversation_id": found.pk, "customer_id": found.customer_id}
    log.append(events.NoteWritten(**ids, message_id=message.pk, mentioned=known, occurred_at=at, actor=author.actor))
    return message


@transaction.atomic
def see_mentions(*, agent: Agent, conversation: Conversation, at: datetime) -> int:
    """Mark what names this agent in a conversation as seen; return how many there were."""
    return Mention.objects.filter(agent=agent, conversation=conversation, seen_at=None).update(seen_at=at)


def _written_before(client_id: UUID, conversation: Conversation, *, kind: str) -> Message | None:
    """Return the message with this id, if there is one already."""
    existing = Message.objects.filter(client_id=client_id).first()
    if existing and (existing.conversation_id, existing.kind) != (conversation.pk, kind):
        raise IdUsed
    return existing


def _write(  # noqa: PLR0913  # see write_note
    conversation: Conversation,
    *,
    author: Agent,
    kind: str,
    body: str,
    client_id: UUID,
    files: Collection[str],
    at: datetime,
) -> Message:
    body = text.clean(body)
    stored = list(StoredFile.objects.filter(token__in=files, owner=author.actor))
    if not body and not stored:
        raise EmptyMessage
    message = Message.objects.create(
        conversation=conversation,
        channel_id=conversation.channel_id,
        kind=kind,
        author=author,
        text=body,
        said_at=at,
        client_id=client_id,
        delivery=Delivery.QUEUED if kind == Message.Kind.OUTBOUND else "",
    )
    _index(message)
    Attachment.objects.bulk_create([Attachment(message=message, file=file) for file in stored], ignore_conflicts=True)
    return message


def _index(message: Message) -> None:
    """Write the words the message is found by."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inbox_message SET terms = array_to_tsvector(%s::text[]) WHERE id = %s",
            [text.search_terms(message.text), message.pk],
        )
