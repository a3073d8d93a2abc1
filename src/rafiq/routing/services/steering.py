"""Somebody who steers lets a conversation wait in a queue of their choice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.routing.models import Entry, Queue
from rafiq.routing.services import deciding, entering
from rafiq.routing.services.answering import withdraw


class NobodyWaits(Exception):
    """The customer is owed nothing now (or it is put aside, or settled): there is nothing to wait for."""


class QueueGone(Exception):
    """The queue was removed or switched off."""


@transaction.atomic
def move_by_hand(conversation_id: int, *, to: int, actor: str, at: datetime) -> Entry:
    """Let a conversation wait in a queue, whoever has it and wherever it waits; it keeps the time it has waited.

    Who has it has it no more. It leaves its team for the queue's people, but a private team: those it was meant for
    stay the only ones who see it. Where it waits in this queue already nothing changes.

    Raises:
        QueueGone: if there is no such queue (any more).
        NobodyWaits: if nobody is owed an answer.
    """
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "rule")
    entry = waiting.filter(conversation=conversation_id, ended_at=None).first()
    queue = Queue.objects.filter(pk=to, is_active=True).first()
    if queue is None:
        raise QueueGone
    if entry is not None and entry.queue_id == to:
        return entry
    conversation = Conversation.objects.select_related("channel", "team").get(pk=conversation_id)
    if not conversation.is_open or conversation.is_snoozed or conversation.waiting_since is None:
        raise NobodyWaits
    if entry is not None:
        withdraw(entry, customer_id=conversation.customer_id, at=at)
        entry.state, entry.ended_at = Entry.State.LEFT, at
        entry.save(update_fields=["state", "ended_at"])
    team_id = conversation.team_id if conversation.team is not None and conversation.team.is_private else None
    inbox.hand_over_automatically(conversation=conversation, assignee_id=None, team_id=team_id, actor=actor, at=at)
    conversation.assignee_id, conversation.team_id = None, team_id  # who held it is told by the log
    since = entry.entered_at if entry is not None else conversation.waiting_since
    moved = entering.enter(conversation, queue, rule=entry.rule if entry else None, at=at, since=since)
    if entry is not None and entry.wants_call:
        moved.wants_call = True
        moved.save(update_fields=["wants_call"])
    deciding.place(moved, at=at)
    return moved
