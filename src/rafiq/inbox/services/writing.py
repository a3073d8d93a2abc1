"""Agents write: answers to the customer, notes among themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from rafiq.accounts.models import Agent
from rafiq.inbox import events
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Attachment, Conversation, Delivery, Line, Mention, Message
from rafiq.inbox.queries import joined_into, may_see, ways
from rafiq.inbox.services.errors import AlreadyJoined, EmptyMessage, IdUsed, NoSuchWay
from rafiq.inbox.services.locking import locked, newer_in_thread
from rafiq.inbox.services.pausing import enqueue
from rafiq.platform import log, text
from rafiq.platform.files.models import StoredFile

LAST_TEXT = 140


@transaction.atomic
def reply(  # noqa: PLR0913  # see write_note
    *,
    conversation: Conversation,
    author: Agent,
    body: str,
    client_id: UUID,
    at: datetime,
    files: Collection[str] = (),
    way: Way | None = None,
    extras: Mapping[str, Any] | None = None,
) -> Message:
    """Write an answer and queue its delivery; the conversation is open (again), awake, and owes nothing.

    It goes the given way, or the first of `queries.ways`; what comes back from there comes into this conversation.
    `extras` are for the channel alone: the subject and the other recipients of a mail.
    One that is settled stays so if the customer began a newer conversation in the same thread. An unassigned
    conversation becomes the author's. The same `client_id` again returns the first message.

    Raises:
        EmptyMessage: if there are neither words nor files.
        IdUsed: if the id is that of a message elsewhere, or of the other kind.
        NoSuchWay: if the customer cannot be reached like that.
        AlreadyJoined: if the conversation was emptied into another, where it goes on.
    """
    found = locked(conversation.pk)
    if existing := written_before(client_id, found, kind=Message.Kind.OUTBOUND):
        return existing
    if not found.is_open and joined_into(found):
        raise AlreadyJoined
    taken = _taken(found, way)
    draft = Message(
        conversation=found, channel_id=taken.channel_id, thread=taken.thread, kind=Message.Kind.OUTBOUND,
        author=author, said_at=at, client_id=client_id, delivery=Delivery.QUEUED, extras=dict(extras or {}),
    )  # fmt: skip
    message = write(draft, body=body, files=files)
    if not _belongs_elsewhere(found, taken, author):
        _lead(found, taken, at=at)
    ids: dict[str, Any] = {"conversation_id": found.pk, "customer_id": found.customer_id}
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
    enqueue(message)
    return message


def _taken(conversation: Conversation, way: Way | None) -> Way:
    """Return the way an answer goes; one from elsewhere must be one of those there are.

    Raises:
        NoSuchWay: if it is not.
    """
    there_are = ways(conversation)
    if way is None:
        own = Way(channel_id=conversation.channel_id, thread=conversation.thread, address="")
        return there_are[0] if there_are else own
    wanted = (way.channel_id, way.thread)
    found = next((one for one in there_are if (one.channel_id, one.thread) == wanted), None)
    if found is None:
        raise NoSuchWay
    return found


def _belongs_elsewhere(conversation: Conversation, way: Way, author: Agent) -> bool:
    """Test whether a thread leads to an open conversation it must not be drawn out of.

    That is one the author may not see (a private team's), and a stranger's, where the address is only claimed.
    """
    begun = Q(channel=way.channel_id, thread=way.thread) | Q(lines__channel=way.channel_id, lines__thread=way.thread)
    others = Conversation.objects.open().filter(begun).exclude(pk=conversation.pk)
    if not way.is_verified and others.exclude(customer=conversation.customer_id).exists():
        return True
    ids = set(others.values_list("pk", flat=True))
    return bool(ids - may_see(author, ids))


def _lead(conversation: Conversation, way: Way, *, at: datetime) -> None:
    """Let what comes back from where an answer goes come into this conversation."""
    line = Line.objects.filter(channel=way.channel_id, thread=way.thread)
    led = {"conversation": conversation, "used_at": at}
    if (way.channel_id, way.thread) == (conversation.channel_id, conversation.thread):
        line.update(**led)  # without a line its own thread leads here anyway
    else:
        Line.objects.update_or_create(channel_id=way.channel_id, thread=way.thread, defaults=led)


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
    if existing := written_before(client_id, found, kind=Message.Kind.NOTE):
        return existing
    draft = Message(
        conversation=found, channel_id=found.channel_id, kind=Message.Kind.NOTE, author=author, said_at=at,
        client_id=client_id,
    )  # fmt: skip
    message = write(draft, body=body, files=files)
    known = mention(message, mentioned, at=at)
    ids = {"conversation_id": found.pk, "customer_id": found.customer_id}
    log.append(events.NoteWritten(**ids, message_id=message.pk, mentioned=known, occurred_at=at, actor=author.actor))
    return message


@transaction.atomic
def see_mentions(*, agent: Agent, conversation: Conversation, at: datetime) -> int:
    """Mark what names this agent in a conversation as seen; return how many there were."""
    return Mention.objects.filter(agent=agent, conversation=conversation, seen_at=None).update(seen_at=at)


def mention(note: Message, agent_ids: Collection[int], *, at: datetime) -> list[int]:
    """Let the active ones of these agents find a note among their mentions; return who they are."""
    known = sorted(Agent.objects.filter(pk__in=agent_ids, is_active=True).values_list("pk", flat=True))
    Mention.objects.bulk_create(
        [Mention(message=note, conversation=note.conversation, agent_id=one, mentioned_at=at) for one in known]
    )
    return known


def written_before(client_id: UUID, conversation: Conversation, *, kind: str) -> Message | None:
    """Return the message with this id, if there is one already.

    Raises:
        IdUsed: if it is another conversation's, or of another kind.
    """
    existing = Message.objects.filter(client_id=client_id).first()
    if existing and (existing.conversation_id, existing.kind) != (conversation.pk, kind):
        raise IdUsed
    return existing


def write(message: Message, *, body: str, files: Collection[str] = ()) -> Message:
    """Save what was written, with the author's files.

    Raises:
        EmptyMessage: if there are neither words nor files, nor anything that is shown in their place.
    """
    message.text = text.clean(body)
    stored = list(StoredFile.objects.filter(token__in=files, owner=message.author.actor)) if message.author else []
    if not (message.text or stored or (message.is_note and message.extras)):
        raise EmptyMessage
    message.save(force_insert=True)
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
