"""What a program of ours says, notes and settles by itself: nobody becomes the assignee of anything by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rafiq.inbox import events, registry
from rafiq.inbox.models import Conversation, Delivery, Message
from rafiq.inbox.services.errors import NotOpen
from rafiq.inbox.services.locking import locked
from rafiq.inbox.services.pausing import enqueue
from rafiq.inbox.services.writing import LAST_TEXT, mention, write, written_before
from rafiq.platform import log, text


@transaction.atomic
def say_automatically(  # noqa: PLR0913  # each is a fact of its own
    *,
    conversation: Conversation,
    actor: str,
    body: str,
    client_id: UUID,
    at: datetime,
    answers: Message,
    extras: Mapping[str, Any],
    settles: bool,
) -> Message:
    """Write what a program answers to a message, the way that message came, and queue its delivery.

    It has no author; the log calls the program `actor`. The conversation stays with whom it is. With `settles` the
    customer is owed nothing any more; without it they go on waiting for a person. In `extras` the key `bot` says who
    speaks: `{"name": …, "links": [{"title", "url"}]}`; for mail it is marked as automatic. The same `client_id` again
    returns the first message.

    Raises:
        EmptyMessage: if there are no words.
        IdUsed: if the id is that of a message elsewhere, or of the other kind.
        NotOpen: if the conversation is settled.
    """
    found = locked(conversation.pk)
    if existing := written_before(client_id, found, kind=Message.Kind.OUTBOUND):
        return existing
    if not found.is_open:
        raise NotOpen
    message = write(
        Message(
            conversation=found, channel_id=answers.channel_id, thread=answers.thread or found.thread,
            kind=Message.Kind.OUTBOUND, said_at=at, client_id=client_id, delivery=Delivery.QUEUED,
            extras={"is_automatic": True, **extras},
        ),
        body=body,
    )  # fmt: skip
    if settles:
        found.waiting_since = None
    found.said(kind=Message.Kind.OUTBOUND, text=text.excerpt(message.text, length=LAST_TEXT), at=at)
    found.save(update_fields=["waiting_since", "last_at", "last_text", "last_kind"])
    log.append(events.ReplyWritten(**_ids(found), message_id=message.pk, settles=settles, occurred_at=at, actor=actor))
    enqueue(message)
    return message


@transaction.atomic
def note_automatically(  # noqa: PLR0913  # each is a fact of its own
    *,
    conversation: Conversation,
    actor: str,
    client_id: UUID,
    at: datetime,
    extras: Mapping[str, Any],
    mentioned: Collection[int] = (),
    body: str = "",
) -> Message:
    """Leave a note that a program made: words, or `extras`, shown as `registry.register_extra_view` has it.

    The agents named in it find it among their mentions.

    Raises:
        EmptyMessage: if there are neither words nor extras.
        IdUsed: if the id is that of a message elsewhere, or of the other kind.
    """
    found = locked(conversation.pk)
    if existing := written_before(client_id, found, kind=Message.Kind.NOTE):
        return existing
    draft = Message(
        conversation=found, channel_id=found.channel_id, kind=Message.Kind.NOTE, said_at=at, client_id=client_id,
        extras=dict(extras),
    )  # fmt: skip
    message = write(draft, body=body)
    named = mention(message, mentioned, at=at)
    log.append(events.NoteWritten(**_ids(found), message_id=message.pk, mentioned=named, occurred_at=at, actor=actor))
    return message


@transaction.atomic
def settle_automatically(*, conversation: Conversation, actor: str, at: datetime, before: datetime) -> bool:
    """Close a conversation in which nothing was said since a moment, nobody has, and nobody waits; tell whether.

    Nothing happens to one that does not (or no longer) lie so. What is lacking in it holds nothing up, since nobody is
    there to make it good; the log keeps what it was.
    """
    found = locked(conversation.pk)
    is_quiet = found.is_open and not found.is_snoozed and found.waiting_since is None and found.last_at < before
    if not is_quiet or found.assignee_id is not None:
        return False
    lacking = [one.key for one in registry.lacking(found, at=at)]
    found.resolved(at=at)
    found.save(update_fields=["resolved_at", "waiting_since", "snoozed_until"])
    log.append(events.ConversationResolved(**_ids(found), lacking=lacking, occurred_at=at, actor=actor))
    return True


def _ids(conversation: Conversation) -> dict[str, int]:
    return {"conversation_id": conversation.pk, "customer_id": conversation.customer_id}
