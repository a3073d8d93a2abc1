"""Figures put together: of a range, of its days, and of each person, team, channel, language or hour in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from rafiq.insights import sketch
from rafiq.insights.models import Measure
from rafiq.insights.queries import Counts, Dimension, Wanted, counts, spreads, waiting
from rafiq.insights.queries.listing import last_decided
from rafiq.insights.queries.occupancy import occupied
from rafiq.insights.sketch import Histogram
from rafiq.insights.statistics import Share, Waits

HOURS: Final = 24
MOST_POINTS: Final = 100
_HOUR_STEP: Final = 1_000  # `Measure.FIRST_BY_HOUR` holds slot * 1000 + bucket


UNKNOWN: Final = Share(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted of one range, or of one part of it. `decided` are the days of which it is known who came back.

    `left` are the waits of those who were closed without an answer; who was answered, and who still waits, is known to
    have stayed for so long. `occupancy` is in seconds.
    """

    counts: Counts
    decided: Counts
    first: Waits
    resolved: Waits
    still: int
    left: Waits
    occupancy: Share = UNKNOWN

    @property
    def is_empty(self) -> bool:
        """Test whether nothing happened at all."""
        return self.counts == Counts() and not self.first.count

    @property
    def shares(self) -> dict[str, Share]:
        """Every share by the name of its part; see `queries.MEASURES`."""
        one, known = self.counts, self.decided
        return {
            "first_contact": Share(known.first_contact, known.answered),
            "came_back": Share(known.came_back, known.resolved),
            "transferred": Share(one.transferred, one.resolved),
            "by_bot": Share(one.by_bot, one.resolved),
            "left": Share(one.left, one.waited + one.left + self.still),
            "satisfied": Share(one.satisfied, one.rated),
        }


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or several in a row: counts, and the first answers there were (of waits that ended)."""

    first: date
    last: date
    counts: Counts
    waits: Waits


@dataclass(frozen=True, slots=True)
class Asked:
    """When and where it is asked from: the company's zone and its day, and the moment."""

    zone: str
    today: date
    at: datetime


def whole(wanted: Wanted, asked: Asked) -> Figures:
    """Return the figures of a range as one. Five statements."""
    decided = wanted.until(last_decided(asked.today))
    known = counts(decided) if decided else {}
    still = waiting(wanted, zone=asked.zone, at=asked.at)
    found = _figures(None, wanted, counts(wanted), known, spreads(wanted, wanted.measures), still)
    return replace(found, occupancy=occupied(wanted).get(None, UNKNOWN))


def parts(wanted: Wanted, asked: Asked, *, by: Dimension) -> dict[Any, Figures]:
    """Return the figures of each value of a dimension that occurs. Five statements."""
    decided = wanted.until(last_decided(asked.today))
    all_counts = counts(wanted, by=by)
    known = counts(decided, by=by) if decided else {}
    all_spreads = spreads(wanted, wanted.measures, by=by)
    still = waiting(wanted, zone=asked.zone, at=asked.at, by=by)
    busy = occupied(wanted, by=by)
    names = all_counts.keys() | still.keys()
    return {
        one: replace(
            _figures(one, wanted, all_counts, known, all_spreads, still), occupancy=busy.get(one, UNKNOWN)
        )
        for one in names
    }  # fmt: skip


def days(wanted: Wanted) -> list[Day]:
    """Return counts and first answers of days, the oldest first; of weeks where days are many. Two statements."""
    measure = wanted.measures[0]
    by_day, waits = counts(wanted, by_day=True), spreads(wanted, [measure], by_day=True)
    length = (wanted.last - wanted.first).days + 1
    step = 1 if length <= MOST_POINTS else 7
    found = []
    for place in range(0, length, step):
        span = [wanted.first + timedelta(days=number) for number in range(place, min(place + step, length))]
        merged = sketch.merged(*(waits.get(day, {}).get(measure, {}) for day in span))
        summed = total(by_day.get(day, Counts()) for day in span)
        found.append(Day(span[0], span[-1], summed, Waits(merged, {})))
    return found


def week(wanted: Wanted) -> dict[tuple[int, int], int]:
    """Count what began, by weekday (0 is Monday) and hour of the company's clock. One statement."""
    found = spreads(wanted, [Measure.HOURS]).get(None, {}).get(Measure.HOURS, {})
    return {(slot // HOURS, slot % HOURS): count for slot, count in found.items()}


def hours(wanted: Wanted) -> dict[int, tuple[int, Waits]]:
    """Return for each hour of the day how much began, and its first answers by the clock on the wall. One statement."""
    found = spreads(wanted, [Measure.HOURS, Measure.FIRST_BY_HOUR]).get(None, {})
    began: dict[int, int] = {}
    waits: dict[int, Histogram] = {}
    for slot, count in found.get(Measure.HOURS, {}).items():
        began[slot % HOURS] = began.get(slot % HOURS, 0) + count
    for code, count in found.get(Measure.FIRST_BY_HOUR, {}).items():
        of_hour = waits.setdefault(code // _HOUR_STEP % HOURS, {})
        of_hour[code % _HOUR_STEP] = of_hour.get(code % _HOUR_STEP, 0) + count
    return {hour: (began.get(hour, 0), Waits(waits.get(hour, {}), {})) for hour in range(HOURS)}


def total(those: Any) -> Counts:  # noqa: ANN401  # an iterable of Counts
    """Add counts up."""
    rows = list(those)
    return Counts(*(sum(getattr(row, one.name) for row in rows) for one in fields(Counts)))


def _figures(
    name: Any, wanted: Wanted, all_counts: Mapping[Any, Counts], known: Mapping[Any, Counts],  # noqa: ANN401
    all_spreads: Mapping[Any, Mapping[str, Histogram]], still: Mapping[Any, Histogram],
) -> Figures:  # fmt: skip
    first, left, resolved = (all_spreads.get(name, {}).get(one, {}) for one in wanted.measures)
    waits = still.get(name, {})
    return Figures(
        counts=all_counts.get(name, Counts()), decided=known.get(name, Counts()),
        first=Waits(first, sketch.merged(left, waits)), resolved=Waits(resolved, {}), still=sum(waits.values()),
        left=Waits(left, sketch.merged(first, waits)),
    )  # fmt: skip
