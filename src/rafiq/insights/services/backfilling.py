"""Counts the conversations of before, the newest first, a few at a time; anew where the way of counting changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from rafiq.accounts import queries as accounts
from rafiq.inbox.models import Conversation
from rafiq.insights.models import Backfill, Fact, Stale, StaleDay
from rafiq.insights.services import counting
from rafiq.platform import calendars
from rafiq.platform.log import dispatcher

WAY: Final = 2
"""Grows when facts are counted another way: then everything is counted anew."""
SECONDS: Final = 25.0
READER: Final = "rafiq.insights.subscribers.note_what_changed"

type Tell = Callable[[Backfill], None]


def go_on(*, at: datetime, seconds: float = SECONDS) -> Backfill:
    """Go on counting the conversations of before for so many seconds; return how far it has come.

    Every step is a short transaction of its own; it goes on where it ended, whoever was killed meanwhile.
    """
    until = time.monotonic() + seconds
    while not (run := _step(at=at)).finished_at and time.monotonic() < until:
        counting.roll_up_next()
    return run


def count_everything(*, at: datetime, tell: Tell | None = None) -> Backfill:
    """Forget what was counted and count it all anew, as the log tells it; `tell` hears how far it has come."""
    _forget()
    while not (run := _step(at=at)).finished_at:
        if tell:
            tell(run)
    while counting.roll_up_next():
        pass
    return run


@transaction.atomic
def _forget() -> None:
    """Leave nothing that was counted; until all is counted anew readers see how far it has come."""
    counting.alone()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insights_cell")
        cursor.execute("DELETE FROM insights_fact")
    for model in (Stale, StaleDay, Backfill):
        model.objects.all().delete()


@transaction.atomic
def _step(*, at: datetime) -> Backfill:
    counting.alone()
    run = _begun(at=at)
    if run.finished_at:
        return run
    older = Conversation.objects.filter(pk__lt=run.below).order_by("-pk")
    ids = list(older.values_list("pk", flat=True)[: counting.AT_ONCE])
    if ids:
        counting.take(ids)
        run.below = ids[-1]
    else:
        run.below, run.finished_at = 0, at
    run.save(update_fields=["below", "finished_at"])
    return run


def _begun(*, at: datetime) -> Backfill:
    zone = accounts.company().time_zone
    basis = f"{WAY} {zone}"
    run = Backfill.objects.filter(basis=basis).first()
    if run:
        return run
    if Backfill.objects.exists():
        _move(zone)
    # What the log tells so far is read with its conversation; only what follows needs to be noted.
    dispatcher.read_from_here(READER)
    newest = Conversation.objects.aggregate(newest=Max("pk"))["newest"] or 0
    finished = {} if newest else {"finished_at": at}
    return Backfill.objects.create(basis=basis, newest=newest, below=newest + 1 if newest else 0, **finished)


def _move(zone: str) -> None:
    """The company's clock or the way of counting changed: days are others now, all are rolled up anew."""
    Backfill.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insights_cell")
    days: set[date] = set()
    for name in ("opened_at", "resolved_at"):
        moments = Fact.objects.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)
        days |= {calendars.local_date(moment, zone=zone) for moment in moments.iterator()}
    StaleDay.objects.bulk_create([StaleDay(day=day) for day in sorted(days)], ignore_conflicts=True)
