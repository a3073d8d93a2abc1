"""Those who still wait for a first answer: their waits have no end yet, and are counted as such."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rafiq.insights import sketch
from rafiq.insights.models import Fact
from rafiq.insights.queries.listing import in_range, narrowed
from rafiq.insights.queries.wanted import Clock, Dimension, Wanted
from rafiq.insights.sketch import Histogram
from rafiq.workforce import queries as workforce
from rafiq.workforce.timetable import Timetable


def waiting(wanted: Wanted, *, zone: str, at: datetime, by: Dimension | None = None) -> dict[Any, Histogram]:
    """Count how long they wait by now, in buckets, by a dimension; else the only key is None.

    It reads a row for each who waits now, by an index that holds no others.
    """
    found = in_range(Fact.objects.filter(waiting_since__isnull=False), "opened_at", wanted, zone=zone)
    column = _column(by)
    told: dict[Any, Histogram] = {}
    waits = _measured(wanted.clock, at=at)
    for since, team, *name in narrowed(found, wanted, "answerer").values_list("waiting_since", "team", *column):
        histogram = told.setdefault(name[0] if name else None, {})
        bucket = sketch.bucket(waits(since, team))
        histogram[bucket] = histogram.get(bucket, 0) + 1
    return told


def _column(by: Dimension | None) -> list[str]:
    return [] if by is None else ["answerer" if by is Dimension.AGENT else by.value]


def _measured(clock: Clock, *, at: datetime) -> Callable[[datetime, int], float]:
    """Return what measures a wait; each minute of each team is measured once."""
    tables: dict[int, Timetable] = {}
    known: dict[tuple[datetime, int], int] = {}

    def wall(since: datetime, team: int) -> float:
        return max(0.0, (at - since).total_seconds())

    def business(since: datetime, team: int) -> float:
        minute = since.replace(second=0, microsecond=0)
        if (minute, team) not in known:
            if team not in tables:
                tables[team] = workforce.timetable(team or None)
            known[minute, team] = tables[team].seconds_between(minute, at) if at > minute else 0
        return known[minute, team]

    return wall if clock is Clock.WALL else business
