"""What happens to promises by themselves, at their second: at risk, then broken; and the jobs that see to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rafiq.platform import jobs
from rafiq.promises import events
from rafiq.promises.models import Promise

RING_JOB = "promises.ring"


def pass_time(promise: Promise, *, upto: datetime) -> list[tuple[type[events.PromiseEvent], datetime]]:
    """Note that a promise came to be at risk, or was broken, before a moment; return what and when. Does not save.

    What is done at the very moment it is due is done in time.
    """
    told: list[tuple[type[events.PromiseEvent], datetime]] = []
    if promise.is_paused or promise.broken_at is not None or not promise.is_open:
        return told
    if promise.warned_at is None and promise.warn_at is not None and upto >= promise.warn_at:
        promise.warned_at = max(promise.warn_at, promise.changed_at)
        told.append((events.PromiseWarned, promise.warned_at))
    if promise.due_at is not None and upto > promise.due_at:
        promise.broken_at = max(promise.due_at, promise.changed_at)
        told.append((events.PromiseBroken, promise.broken_at))
    return told


def due_of(promise: Promise) -> dict[str, str]:
    """Return when a promise is due, as events tell it."""
    return {"due_at": promise.due_at.isoformat() if promise.due_at else ""}


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
