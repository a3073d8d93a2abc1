"""What happens to promises by themselves, at their second: at risk, then broken; and the jobs that see to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rafiq.platform import jobs
from rafiq.platform.events import Event
from rafiq.promises import events
from rafiq.promises.models import Promise

RING_JOB = "promises.ring"


def pass_time(promise: Promise, *, customer_id: int, upto: datetime) -> list[Event]:
    """Note that a promise came to be at risk, or was broken, before a moment; return the facts. Does not save.

    What is done at the very moment it is due is done in time.
    """
    if promise.is_paused or promise.broken_at is not None or not promise.is_open:
        return []
    told: list[Event] = []
    due = promise.due_at.isoformat() if promise.due_at else ""
    if promise.warned_at is None and promise.warn_at is not None and upto >= promise.warn_at:
        promise.warned_at = max(promise.warn_at, promise.changed_at)
        told.append(fact(events.PromiseWarned, promise, customer_id=customer_id, at=promise.warned_at, due_at=due))
    if promise.due_at is not None and upto > promise.due_at:
        promise.broken_at = max(promise.due_at, promise.changed_at)
        told.append(fact(events.PromiseBroken, promise, customer_id=customer_id, at=promise.broken_at, due_at=due))
    return told


def fact(
    event: type[events.PromiseEvent], promise: Promise, *, customer_id: int, at: datetime, **more: str
) -> events.PromiseEvent:
    """Tell something of a promise."""
    return event(
        conversation_id=promise.conversation_id, customer_id=customer_id, promise_id=promise.pk, kind=promise.kind,
        round=promise.round, policy_id=promise.version.policy_id, occurred_at=at, **more,
    )  # fmt: skip


def set_timers(promises: Iterable[Promise]) -> None:
    """Have somebody look at each of these promises at its next moment, in the caller's transaction."""
    wishes = [
        jobs.Wish({"promise_id": one.pk, "moment": one.next_moment.isoformat()}, due_at=one.next_moment)
        for one in promises
        if one.next_moment is not None
    ]
    jobs.enqueue(RING_JOB, wishes)
