"""What one calendar says: its usual week, its special days, and the stretches that are cut out of it or added.

An interval of a day begins when the clocks of its zone first show its begin or anything later, and ends when they
first show its end or anything later. So a begin that is skipped in spring is the moment of the change, an interval
that lies in the skipped hour is empty, of a time that comes twice in autumn the first is meant, and an interval around
a whole repeated hour lasts an hour longer.

Inside, time is counted in microseconds since 1970, and in weeks of seven times 24 hours since then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from rafiq.platform import calendars
from rafiq.workforce.spans import Span, Spans, joined, without

type Interval = tuple[int, int]
"""Seconds since midnight on the clock of the zone: begin and end; 86,400 is the midnight at the end of the day."""
type Week = Sequence[Sequence[Interval]]


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY: Final = date(1970, 1, 1)
SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
WEEK: Final = 7 * DAY
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Special:
    """What is different on one date: its intervals instead of the week's (none: closed), and why."""

    intervals: tuple[Interval, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time between two moments, aware, and what it is."""

    begins_at: datetime
    ends_at: datetime
    reason: str = ""

    @property
    def span(self) -> Span:
        """The stretch in microseconds since 1970."""
        return count(self.begins_at), count(self.ends_at)


def _usual(_day: date) -> Special | None:
    return None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of one team or company: a week (0 is Monday), special days, and stretches cut out or added."""

    zone: str
    week: Week
    special: Callable[[date], Special | None] = _usual
    closed: tuple[Stretch, ...] = ()
    opened: tuple[Stretch, ...] = ()
    _touched: dict[int, tuple[list[Span], list[Span]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the stretches by the weeks they touch: what is closed, what is open."""
        touched: dict[int, tuple[list[Span], list[Span]]] = {}
        for place, stretches in enumerate((self.closed, self.opened)):
            for span in (stretch.span for stretch in stretches):
                for number in range((span[0] - 2 * DAY) // WEEK, (span[1] + 2 * DAY) // WEEK + 1):
                    touched.setdefault(number, ([], []))[place].append(span)
        object.__setattr__(self, "_touched", touched)

    @property
    def usual(self) -> Calendar:
        """The same week with nothing special in it."""
        return Calendar(self.zone, self.week)

    def intervals(self, day: date) -> Sequence[Interval]:
        """Return the intervals of a date, stretches left aside."""
        special = self.special(day)
        return self.week[day.weekday()] if special is None else special.intervals

    def spans(self, number: int) -> Spans:
        """Return when it is open in a week and shortly around it, in microseconds since 1970."""
        zone = calendars.zone_of(self.zone)
        closed, opened = self._touched.get(number, ((), ()))
        found = joined(
            (_reached(day, begin, zone), _reached(day, end, zone))
            for day in _days(number)
            for begin, end in self.intervals(day)
        )
        return joined((*without(found, closed), *opened))

    def offset(self, number: int) -> int | None:
        """Return the seconds from UTC in a week, if all its days are usual ones and the clocks stay as they are."""
        zone, days = calendars.zone_of(self.zone), _days(number)
        offsets = {datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset() for day in days}
        is_usual = len(offsets) == 1 and number not in self._touched and not any(self.special(day) for day in days)
        return round((offsets.pop() or timedelta()).total_seconds()) if is_usual else None

    def has_specials(self, begin: datetime, end: datetime) -> bool:
        """Test whether anything between two moments may differ from the usual week."""
        first, last = (calendars.local_date(one, zone=self.zone) for one in (begin, end))
        days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        return bool(self.closed) or any(self.special(day) for day in days)

    def is_day_off(self, at: datetime) -> bool:
        """Test whether it is a date that is closed as a whole though it usually is not: a holiday."""
        day = calendars.local_date(at, zone=self.zone)
        special = self.special(day)
        return special is not None and not special.intervals and bool(self.week[day.weekday()])

    def reason(self, at: datetime) -> str:
        """Return what is special at a moment: why the day is another one, or what the stretch is that is cut out."""
        special = self.special(calendars.local_date(at, zone=self.zone))
        covering = (one.reason for one in self.closed if one.begins_at <= at < one.ends_at)
        return special.reason if special is not None else next(covering, "")


def _days(number: int) -> list[date]:
    """List the days that may reach into a week, whatever the distance of their zone from UTC."""
    return [_FIRST_DAY + timedelta(days=number * 7 + ahead) for ahead in range(-2, 9)]


def _reached(day: date, seconds: int, zone: tzinfo) -> int:
    """Return when the clocks of a zone first show this time of this day, or anything later."""
    extra, rest = divmod(seconds, 86_400)
    hour, rest = divmod(rest, 3_600)
    day += timedelta(days=extra)
    shown = datetime(day.year, day.month, day.day, hour, rest // 60, rest % 60, tzinfo=zone)
    before, after = shown.utcoffset() or timedelta(), shown.replace(fold=1).utcoffset() or timedelta()
    written = count(shown.replace(tzinfo=UTC))
    if before >= after:  # shown once, or twice: then this is the first time
        return written - before // _MICROSECOND
    return _changed(written - after // _MICROSECOND, written - before // _MICROSECOND, zone)


def _changed(low: int, high: int, zone: tzinfo) -> int:
    """Return the second between two points at which the clocks are set forward."""
    was = moment(low).astimezone(zone).utcoffset()
    low, high = low // SECOND, high // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        is_before = moment(middle * SECOND).astimezone(zone).utcoffset() == was
        low, high = (middle, high) if is_before else (low, middle)
    return high * SECOND


def count(at: datetime) -> int:
    """Return a moment in microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(place: int) -> datetime:
    """Return the moment (UTC) of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=place)
