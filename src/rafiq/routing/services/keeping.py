"""What makes good whatever died in the middle: every minute, everything is looked at once more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Func, IntegerField

from rafiq.inbox.models import Conversation
from rafiq.platform.log import dispatcher
from rafiq.routing.models import Entry, Holding, Lane, Queue, Seat
from rafiq.routing.queries.hours import hours_of
from rafiq.routing.services import deciding, entering, overflowing, seating
from rafiq.routing.services.answering import expire_due

READERS = ("rafiq.routing.subscribers.follow", "rafiq.routing.subscribers.seat")
MOST = 500
GRACE = timedelta(seconds=30)
KEPT = timedelta(days=30)


def sweep(*, at: datetime) -> int:
    """End offers whose time is up, take overflow steps that are due, ask those with room; return how much was done.

    All of it is usually done by now: by jobs at their moment. A worker that was killed may have left some of it.
    """
    done = expire_due(at=at, limit=MOST)
    done += _overflow_due(at=at) + _closed(at=at)
    done += sum(deciding.fill(pk, at=at) for pk in _with_room())
    return done + _missed(at=at)


def start(*, at: datetime) -> None:
    """Begin to route: what lies in the inbox is taken in, what the log told before means nothing."""
    dispatcher.read_from_here(*READERS)
    seating.seat_soon()
    open_ones = Conversation.objects.open().filter(snoozed_until=None)
    entering.follow_soon(open_ones.order_by("waiting_since", "pk").values_list("pk", flat=True), priority=0)


def forget(*, at: datetime) -> None:
    """Forget what nobody learns from any more: holdings of long ago, lanes in which nobody stands."""
    Holding.objects.filter(ended_at__lt=at - KEPT).delete()
    used = Entry.objects.values("lane")
    Lane.objects.exclude(pk__in=used).delete()


def _overflow_due(*, at: datetime) -> int:
    waiting = Entry.objects.filter(ended_at=None).select_related("queue").annotate(steps=_steps())
    due = 0
    for entry in waiting.filter(step__lt=F("steps")).order_by("entered_at")[:MOST]:
        after = entry.queue.steps[entry.step]["after"]
        if entry.entered_at + timedelta(seconds=after) + GRACE <= at:
            overflowing.overflow(entry.pk, step=entry.step, at=at)
            due += 1
    return due


def _closed(*, at: datetime) -> int:
    """Look after those whose queue's teams closed unnoticed: hours that were changed, a worker that died."""
    waiting = Entry.objects.filter(ended_at=None, is_after_hours=False).exclude(queue__after_hours={})
    queues = Queue.objects.filter(pk__in=waiting.values("queue"))
    shut = [one.pk for one in queues if not hours_of(one).is_open(at)]
    ids = list(waiting.filter(queue__in=shut).order_by("entered_at").values_list("pk", flat=True)[:MOST])
    return sum(overflowing.close(pk, at=at) for pk in ids)


def _steps() -> Func:
    """How many steps the queue of an entry has: whoever took them all stands in nobody's way."""
    return Func("queue__steps", function="jsonb_array_length", output_field=IntegerField())


def _with_room() -> list[int]:
    lanes = list(Entry.objects.filter(state="WAITING").values_list("lane", flat=True).distinct()[:200])
    free = Seat.objects.filter(is_here=True, is_asked=False, used__lt=F("capacity"), lanes__overlap=lanes)
    return list(free.order_by("idle_since").values_list("pk", flat=True)[:MOST]) if lanes else []


def _missed(*, at: datetime) -> int:
    """Follow those who wait for a person and stand in no queue: a fact of the log that was put aside, perhaps."""
    if not entering.is_on():
        return 0
    standing = Entry.objects.filter(state__in=("WAITING", "OFFERED")).values("conversation")
    waiting = Conversation.objects.waiting().filter(assignee=None, waiting_since__lt=at - GRACE)
    ids = list(waiting.exclude(pk__in=standing).order_by("-waiting_since").values_list("pk", flat=True)[:50])
    return sum(entering.follow(pk, at=at) is not None for pk in ids)
