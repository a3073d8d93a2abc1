"""Supervisors follow a conversation without having it: nothing is marked as read, the customer notices nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.board.events import ListeningBegan, ListeningEnded
from rafiq.board.models import BoardSettings, Listening
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from rafiq.platform import log

FORGOTTEN_AFTER: Final = timedelta(seconds=75)
"""A page tells every 25 seconds that it is still open; who was not heard of for so long has left."""


def shows_listening() -> bool:
    """Test whether agents see that somebody listens in."""
    found = BoardSettings.objects.filter(pk=1).values_list("shows_listening", flat=True).first()
    return True if found is None else found


@transaction.atomic
def follow(conversation: Conversation, *, by: Agent, at: datetime) -> Listening:
    """Note that a supervisor listens in, from now on or still; the log tells once that they began."""
    given = {"is_shown": shows_listening(), "began_at": at, "last_at": at}
    found, is_new = Listening.objects.get_or_create(
        conversation=conversation, agent=by, ended_at=None, defaults=given
    )  # fmt: skip
    if is_new:
        log.append(ListeningBegan(
            conversation_id=conversation.pk, is_shown=found.is_shown, occurred_at=at, actor=by.actor
        ))  # fmt: skip
    else:
        Listening.objects.filter(pk=found.pk).update(last_at=at)
    return found


@transaction.atomic
def leave(conversation: Conversation, *, by: Agent, at: datetime) -> None:
    """Note that a supervisor listens no more. Repeating it changes nothing."""
    _end(Listening.objects.filter(conversation=conversation, agent=by, ended_at=None), at=at)


@transaction.atomic
def leave_left(*, at: datetime) -> int:
    """End what no page was heard of for a while: a browser that went away says nothing. Return how many."""
    return _end(Listening.objects.filter(ended_at=None, last_at__lt=at - FORGOTTEN_AFTER), at=None)


def whisper(conversation: Conversation, *, body: str, client_id: UUID, by: Agent, at: datetime) -> Message:
    """Say something that only the staff sees; whoever has the conversation finds it among their mentions.

    Raises:
        EmptyMessage, IdUsed: as `inbox.write_note`.
    """
    whom = [conversation.assignee_id] if conversation.assignee_id else []
    return inbox.write_note(
        conversation=conversation, author=by, body=body, client_id=client_id, mentioned=whom, at=at
    )  # fmt: skip


def _end(found: object, *, at: datetime | None) -> int:
    rows = list(found.select_for_update(no_key=True, of=("self",)).select_related("agent"))  # type: ignore[attr-defined]  # a query of listenings
    for one in rows:
        one.ended_at = at or one.last_at
        one.save(update_fields=["ended_at"])
        log.append(ListeningEnded(
            conversation_id=one.conversation_id, is_shown=one.is_shown, occurred_at=one.ended_at,
            seconds=round((one.ended_at - one.began_at).total_seconds()), actor=one.agent.actor,
        ))  # fmt: skip
    return len(rows)
