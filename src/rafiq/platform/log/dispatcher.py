"""Feeds the log to its subscribers: in order, in batches, each with its own durable cursor."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from rafiq.platform import events
from rafiq.platform.log import causes, reader
from rafiq.platform.log.models import Cursor, Poison
from rafiq.platform.log.subscriptions import Subscription, all_subscriptions

logger = logging.getLogger(__name__)

BATCH = 200
PASSED_OVER = 1_000  # rows; moving the cursor costs a write
ATTEMPTS = 6


def dispatch_all(*, at: datetime) -> int:
    """Feed every subscriber once; return how many rows were taken. Several workers may call this at once."""
    return sum(dispatch(subscription, at=at) for subscription in all_subscriptions())


def dispatch(subscription: Subscription, *, at: datetime) -> int:
    """Hand one subscriber its next batch and move its cursor in the same transaction.

    A row that fails is rolled back alone, what came before it stays taken; the subscriber then waits
    (1 s, 2 s, 4 s …) and after six tries the row is put aside as poison. Other subscribers go on.
    """
    with transaction.atomic():
        cursor = _lease(subscription.name, at=at)
        if cursor is None:
            return 0
        end = reader.safe_end()  # before reading: what lies below and is not read then is none of this one's kinds
        rows = reader.read_after(reader.Position(cursor.xid, cursor.entry_id), kinds=subscription.kinds, limit=BATCH)
        taken = 0
        for row in rows:
            try:
                _take(subscription, row)
            except Exception as error:
                logger.exception("Subscriber %s failed on log row %s (%s)", subscription.name, row.entry_id, row.kind)
                _note_failure(cursor, row, error, at=at)
                break
            _advance(cursor, row)
            taken += 1
        if rows or _pass_over(cursor, end):
            cursor.save()
        return taken


def replay(subscriber: str, *, position: reader.Position) -> None:
    """Set a subscriber back (or forward) to a position; it will be fed from there again."""
    Cursor.objects.update_or_create(
        subscriber=subscriber,
        defaults={"xid": position.xid, "entry_id": position.entry_id, "attempts": 0, "retry_at": None},
    )


@transaction.atomic
def read_from_here(*subscribers: str) -> None:
    """Let subscribers pass over what the log holds so far, for whom the past means nothing; never back."""
    end = reader.safe_end()
    Cursor.objects.bulk_create([Cursor(subscriber=name) for name in subscribers], ignore_conflicts=True)
    for cursor in Cursor.objects.select_for_update(no_key=True).filter(subscriber__in=subscribers).order_by("pk"):
        if (end.xid, end.entry_id) > (cursor.xid, cursor.entry_id):
            cursor.xid, cursor.entry_id = end.xid, end.entry_id
            cursor.save(update_fields=["xid", "entry_id"])


def _lease(name: str, *, at: datetime) -> Cursor | None:
    """Lock the cursor unless another worker holds it or it is waiting to retry."""
    free = Cursor.objects.select_for_update(skip_locked=True, no_key=True)
    cursor = free.filter(subscriber=name).first()
    if cursor is None and not Cursor.objects.filter(subscriber=name).exists():
        Cursor.objects.bulk_create([Cursor(subscriber=name)], ignore_conflicts=True)
        cursor = free.filter(subscriber=name).first()
    if cursor is None or (cursor.retry_at and cursor.retry_at > at):
        return None
    return cursor


def _take(subscription: Subscription, row: reader.Row) -> None:
    kind = events.by_name(row.kind)
    if kind is None:
        return
    told = row if subscription.takes_rows else _event(kind, row)
    with transaction.atomic(), causes.on_behalf_of(causes.chain_of(row.payload)):
        subscription.take(told)


def _event(kind: type[events.Event], row: reader.Row) -> events.Event:
    return kind.restore(payload=row.payload, occurred_at=row.occurred_at, actor=row.actor)


def _advance(cursor: Cursor, row: reader.Row) -> None:
    cursor.xid, cursor.entry_id = row.xid, row.entry_id
    cursor.attempts, cursor.retry_at, cursor.last_error = 0, None, ""


def _pass_over(cursor: Cursor, end: reader.Position) -> bool:
    """Move the cursor past rows of other kinds once they are many, lest each turn reads them all again."""
    if end.entry_id - cursor.entry_id < PASSED_OVER or (end.xid, end.entry_id) <= (cursor.xid, cursor.entry_id):
        return False
    cursor.xid, cursor.entry_id = end.xid, end.entry_id
    return True


def _note_failure(cursor: Cursor, row: reader.Row, error: Exception, *, at: datetime) -> None:
    if cursor.attempts + 1 >= ATTEMPTS:
        poison = Poison(
            subscriber=cursor.subscriber, entry_id=row.entry_id, kind=row.kind, error=repr(error), put_aside_at=at
        )
        Poison.objects.bulk_create([poison], ignore_conflicts=True)
        _advance(cursor, row)
        return
    cursor.retry_at = at + timedelta(seconds=2**cursor.attempts)
    cursor.attempts += 1
    cursor.last_error = repr(error)
