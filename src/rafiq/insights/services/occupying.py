"""Notes for each agent and day how long they were available, and how much of that busy."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from rafiq.accounts import queries as accounts
from rafiq.insights import occupancy
from rafiq.insights.models import Occupancy
from rafiq.insights.services.counting import alone
from rafiq.platform import calendars
from rafiq.routing.queries.held import held
from rafiq.workforce.events import AvailabilityChanged
from rafiq.workforce.models import Desk

KEPT: Final = 28
"""Days back that can still be counted: what agents held is forgotten after thirty."""
_CHANGES: Final = """
    SELECT (payload ->> 'agent_id')::bigint, occurred_at, payload ->> 'was', payload ->> 'availability'
    FROM platform_log WHERE key = 'staff' AND kind = %s AND occurred_at >= %s ORDER BY occurred_at, id
"""


def occupy(*, at: datetime, days: int = 2) -> int:
    """Count the last days of the company's clock anew, today included; return how many rows there are now.

    Repeating it changes nothing. A day on which nobody held anything is left out: without routing nothing is known.
    """
    zone = accounts.company().time_zone
    today = calendars.local_date(at, zone=zone)
    return sum(_count(today - timedelta(days=back), zone=zone, at=at) for back in range(min(days, KEPT)))


@transaction.atomic
def _count(day: date, *, zone: str, at: datetime) -> int:
    alone()
    begin, end = calendars.day_bounds(day, zone=zone)
    end = min(end, at)
    busy: dict[int, list[occupancy.Stretch]] = defaultdict(list)
    for agent_id, began, ended in held(begin=begin, end=end):
        busy[agent_id].append((max(began, begin), min(ended or end, end)))
    rows = _rows(day, busy, begin=begin, end=end) if busy else []
    Occupancy.objects.filter(day=day).delete()
    Occupancy.objects.bulk_create(rows)
    return len(rows)


def _rows(
    day: date, busy: dict[int, list[occupancy.Stretch]], *, begin: datetime, end: datetime
) -> list[Occupancy]:  # fmt: skip
    changes = _changes(begin)
    rows = []
    for agent_id, current in Desk.objects.order_by("pk").values_list("pk", "availability"):
        there = occupancy.available(changes.get(agent_id, ()), current=current, begin=begin, end=end)
        worked = occupancy.both(there, occupancy.joined(busy.get(agent_id, ())))
        if there:
            rows.append(Occupancy(
                day=day, agent=agent_id, available=occupancy.seconds(there), busy=occupancy.seconds(worked)
            ))  # fmt: skip
    return rows


def _changes(begin: datetime) -> dict[int, list[occupancy.Change]]:
    found: dict[int, list[occupancy.Change]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [AvailabilityChanged.name, begin])
        for agent_id, at, was, to in cursor.fetchall():
            found[agent_id].append((at, was, to))
    return found
