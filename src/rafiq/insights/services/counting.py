"""Conversations are counted anew from the log, and their days rolled up: one at a time, in short steps.

Every step is one transaction under one lock of the whole room: whichever worker takes it sees all that was counted
before, so two at once add nothing twice and lose nothing. What a step has to do is a row that is removed by it, so a
worker that is killed leaves it to the next.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date
from typing import Final

from django.db import connection, transaction

from rafiq.accounts import queries as accounts
from rafiq.insights.models import Stale, StaleDay
from rafiq.insights.services import facts, rolling
from rafiq.platform import calendars

AT_ONCE: Final = 300
SECONDS: Final = 25.0
"""How long one run may take: other jobs wait for their turn."""
_LOCK_SPACE: Final = 0x52464E53
_TAKE: Final = """
    DELETE FROM insights_stale WHERE id IN (SELECT id FROM insights_stale ORDER BY id LIMIT %s)
    RETURNING conversation_id
"""


def note(conversation_id: int) -> None:
    """Have a conversation counted anew; in the caller's transaction."""
    Stale.objects.create(conversation_id=conversation_id)


def count(*, seconds: float = SECONDS) -> int:
    """Count what was noted and roll its days up, for so many seconds; return how many steps were taken."""
    until, steps = time.monotonic() + seconds, 0
    while (_count_some() or roll_up_next()) and time.monotonic() < until:
        steps += 1
    return steps


@transaction.atomic
def _count_some() -> bool:
    alone()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [AT_ONCE])
        ids = sorted({row[0] for row in cursor.fetchall()})
    take(ids)
    return bool(ids)


def take(conversation_ids: Collection[int]) -> None:
    """Write the facts of conversations anew and note the days that changed; in a transaction that is `alone`."""
    zone = accounts.company().time_zone
    days = {calendars.local_date(moment, zone=zone) for moment in facts.rewrite(conversation_ids)}
    StaleDay.objects.bulk_create([StaleDay(day=day) for day in sorted(days)], ignore_conflicts=True)


@transaction.atomic
def roll_up_next() -> bool:
    """Roll up the oldest of the days that changed, with its month; tell whether there was one."""
    alone()
    day = StaleDay.objects.order_by("day").values_list("day", flat=True).first()
    if day is None:
        return False
    days = _of_same_month(day)
    zone = accounts.company().time_zone
    for one in days:
        rolling.roll_up_day(one, zone=zone)
    rolling.roll_up_month(day.replace(day=1))
    StaleDay.objects.filter(day__in=days).delete()
    return True


def alone() -> None:
    """Wait until no other worker counts, and keep it so until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK_SPACE])


def _of_same_month(day: date) -> list[date]:
    same = StaleDay.objects.filter(day__year=day.year, day__month=day.month)
    return list(same.order_by("day").values_list("day", flat=True))
