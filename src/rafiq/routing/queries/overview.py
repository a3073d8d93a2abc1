"""Every queue as it is now: who waits, how long, who could take them. A fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Count, Min

from rafiq.routing import core
from rafiq.routing.models import Entry, Offer, Queue, Seat
from rafiq.routing.queries.expected import FEW, LEARNT_FROM

_PACE: Final = f"""
    SELECT queue.id, handled.count, handled.mean, gone.rate
    FROM routing_queue AS queue
    CROSS JOIN LATERAL (
        SELECT count(*) AS count, coalesce(avg(extract(epoch FROM ended_at - began_at)), 0)::float AS mean
        FROM (SELECT began_at, ended_at FROM routing_holding WHERE queue_id = queue.id AND ended_at IS NOT NULL
              ORDER BY ended_at DESC LIMIT {LEARNT_FROM}) AS last
    ) AS handled
    CROSS JOIN LATERAL (
        SELECT coalesce(count(*) FILTER (WHERE state = 'LEFT')
               / nullif(sum(extract(epoch FROM ended_at - entered_at)), 0), 0)::float AS rate
        FROM (SELECT state, entered_at, ended_at FROM routing_entry
              WHERE queue_id = queue.id AND state NOT IN ('WAITING', 'OFFERED')
              ORDER BY ended_at DESC LIMIT {4 * LEARNT_FROM}) AS last
    ) AS gone
"""  # noqa: S608  # constants only


@dataclass(frozen=True, slots=True)
class QueueNow:
    """One queue, and who could take those who wait in it.

    `expected` are the seconds whoever comes now waits, None: nobody can know. `here` of its teams' agents are at work,
    `free` of them could take one more; `team_ids` is empty where everybody is asked.
    """

    id: int
    name: str
    waiting: int
    oldest: datetime | None
    offered: int
    expected: float | None
    here: int
    free: int
    team_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class SeatNow:
    """What an agent has of what they can take, in units, and whether an offer is before them."""

    used: int
    capacity: int
    is_here: bool
    is_asked: bool


def queues_now() -> list[QueueNow]:
    """List the queues that are switched on or hold somebody, by name. Six statements."""
    standing = {
        pk: (count, oldest)
        for pk, count, oldest in Entry.objects.filter(state__in=("WAITING", "OFFERED"))
        .values_list("queue").annotate(count=Count("pk"), oldest=Min("entered_at"))
    }  # fmt: skip
    offers = Offer.objects.filter(state=Offer.State.OPEN).values_list("entry__queue").annotate(count=Count("pk"))
    offered, pace = dict(offers), _pace()
    seats = list(Seat.objects.filter(is_here=True).values_list("teams", "capacity", "used", "is_asked"))
    found = []
    for queue in Queue.objects.prefetch_related("teams").order_by("name", "pk"):
        count, oldest = standing.get(queue.pk, (0, None))
        if not (queue.is_active or count):
            continue
        teams = frozenset(team.pk for team in queue.teams.all())
        own = [seat for seat in seats if not teams or teams.intersection(seat[0])]
        free = sum(used < capacity and not is_asked for _, capacity, used, is_asked in own)
        expected = 0.0 if free and not count else _expected(count, own, pace.get(queue.pk))
        found.append(
            QueueNow(queue.pk, queue.name, count, oldest, offered.get(queue.pk, 0), expected, len(own), free, teams)
        )
    return found


def seats_of(agent_ids: Iterable[int]) -> dict[int, SeatNow]:
    """Find what agents carry; those of whom routing knows nothing are not named. One statement."""
    found = Seat.objects.filter(agent__in=list(agent_ids))
    return {
        pk: SeatNow(used, capacity, is_here, is_asked)
        for pk, used, capacity, is_here, is_asked in found.values_list(
            "agent_id", "used", "capacity", "is_here", "is_asked"
        )
    }


def _expected(
    ahead: int, seats: list[tuple[list[int], int, int, bool]], pace: tuple[int, float, float] | None
) -> float | None:  # fmt: skip
    """Work out how long whoever comes now waits behind those before them, as `expected_for` does for one who waits."""
    if pace is None or pace[0] < FEW:
        return None
    servers = sum(capacity for _, capacity, _used, _asked in seats)
    return core.expected_wait(ahead, servers=servers, handling=pace[1], giving_up=pace[2])


def _pace() -> dict[int, tuple[int, float, float]]:
    """Return how many were handled lately, their mean seconds, and how many give up in a second, by queue."""
    with connection.cursor() as cursor:
        cursor.execute(_PACE)
        return {pk: (count, mean, rate) for pk, count, mean, rate in cursor.fetchall()}
