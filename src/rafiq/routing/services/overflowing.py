"""Who has waited long enough is offered to more people, moved on, or told of another way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.routing import events
from rafiq.routing.models import Entry, Overflow, Queue
from rafiq.routing.queries.hours import hours_of
from rafiq.routing.services import deciding, entering, telling
from rafiq.routing.services.answering import withdraw

MOST_MOVES = 3
"""Queues one conversation may be moved through; loops are refused when queues are saved, and end here in any case."""

_TALKS = frozenset({Overflow.CALL_BACK, Overflow.BOT})
"""Steps that talk with the customer: whoever chose not to wait by the window is left in peace."""


@transaction.atomic
def overflow(entry_id: int, *, step: int, at: datetime) -> None:
    """Take a step of the queue for one who still waits; each step is taken once, however often this is called.

    Whoever talks meanwhile (a bot) learns of its step from the log; the wait goes on as before.
    """
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "rule")
    entry = waiting.filter(pk=entry_id, step=step, state__in=("WAITING", "OFFERED")).first()
    if entry is None or step >= len(entry.queue.steps):
        return
    taken = entry.queue.steps[step]
    entry.step = step + 1
    is_stale = at > entry.entered_at + timedelta(seconds=taken["after"]) + telling.LATELY
    _take(entry, taken, number=step, is_quiet=is_stale, at=at)
    if entry.ended_at is None:
        entering.plan_overflow(entry)


@transaction.atomic
def close(entry_id: int, *, at: datetime) -> bool:
    """Do what a queue has for those who still wait when its teams have closed, once; tell whether it did.

    Where they are there after all (the hours were changed meanwhile), it waits for the next time they close.
    """
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue", "rule")
    entry = waiting.filter(pk=entry_id, ended_at=None, is_after_hours=False).first()
    if entry is None or not entry.queue.after_hours:
        return False
    if hours_of(entry.queue).is_open(at):
        entering.plan_closing(entry, at=at)
        return False
    entry.is_after_hours = True
    _take(entry, entry.queue.after_hours, number=len(entry.queue.steps), at=at)
    return True


def _take(
    entry: Entry, step: Mapping[str, Any], *, number: int, at: datetime, is_quiet: bool = False
) -> None:  # fmt: skip
    """Do what a step says to one who waits; the caller holds the lock and has noted that it was taken.

    With `is_quiet` nobody talks with the customer: the moment for it has long gone by.
    """
    conversation = Conversation.objects.select_related("channel").get(pk=entry.conversation_id)
    what = step["what"]
    if what not in _TALKS or not (is_quiet or entry.wants_call):
        log.append(events.QueueOverflowed(
            conversation_id=conversation.pk, customer_id=conversation.customer_id, queue_id=entry.queue_id,
            step=number, what=what, occurred_at=at, actor=deciding.ACTOR,
        ))  # fmt: skip
        if what == Overflow.CALL_BACK:
            telling.offer_call(entry, conversation, at=at)
    if what == Overflow.QUEUE and move(entry, conversation, to=step.get("to"), at=at):
        return
    entry.refused_by = []
    entry.lane = entering.lane_of(entry.queue, conversation, taken=entering.taken_of(entry))
    entry.save(update_fields=["step", "is_after_hours", "lane", "refused_by"])
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
    entry.save(update_fields=["state", "ended_at", "step", "is_after_hours"])
    moved = entering.enter(conversation, queue, rule=entry.rule, at=at, since=entry.entered_at)
    deciding.place(moved, at=at)
    return True
