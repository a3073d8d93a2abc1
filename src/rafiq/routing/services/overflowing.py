"""Who has waited long enough is offered to more people, moved on, or told of another way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.routing import events
from rafiq.routing.models import Entry, Overflow, Queue
from rafiq.routing.services import deciding, entering
from rafiq.routing.services.answering import withdraw

MOST_MOVES = 3
"""Queues one conversation may be moved through; loops are refused when queues are saved, and end here in any case."""


@transaction.atomic
def overflow(entry_id: int, *, step: int, at: datetime) -> None:
    """Take a step of the queue for one who still waits; each step is taken once, however often this is called."""
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "rule")
    entry = waiting.filter(pk=entry_id, step=step, state__in=("WAITING", "OFFERED")).first()
    if entry is None or step >= len(entry.queue.steps):
        return
    what, to = entry.queue.steps[step]["what"], entry.queue.steps[step].get("to")
    conversation = Conversation.objects.select_related("channel").get(pk=entry.conversation_id)
    log.append(events.QueueOverflowed(
        conversation_id=conversation.pk, customer_id=conversation.customer_id, queue_id=entry.queue_id, step=step,
        what=what, occurred_at=at, actor=deciding.ACTOR,
    ))  # fmt: skip
    if what == Overflow.QUEUE and move(entry, conversation, to=to, at=at):
        return
    entry.step = step + 1
    entry.refused_by = []
    entry.lane = entering.lane_of(entry.queue, conversation, step=entry.step)
    entry.save(update_fields=["step", "lane", "refused_by"])
    entering.plan_overflow(entry)
    if entry.state == Entry.State.WAITING:
        deciding.place(entry, at=at)


def move(entry: Entry, conversation: Conversation, *, to: int | None, at: datetime) -> bool:
    """Let somebody wait in another queue, with the place their waiting time gives them; the caller holds the lock."""
    queue = Queue.objects.filter(pk=to or 0, is_active=True).first()
    before = Entry.objects.filter(conversation=conversation, entered_at=entry.entered_at).count()
    if queue is None or queue.pk == entry.queue_id or before > MOST_MOVES:
        return False
    withdraw(entry, customer_id=conversation.customer_id, at=at)
    entry.state, entry.ended_at = Entry.State.LEFT, at
    entry.save(update_fields=["state", "ended_at"])
    moved = entering.enter(conversation, queue, rule=entry.rule, at=at, since=entry.entered_at)
    deciding.place(moved, at=at)
    return True
