"""Business time: when a calendar of weekly hours, special days and single stretches is open, exact to the second.

Nothing here asks a database or a clock. An interval of a day begins when the clocks of its zone first show its begin
or anything later, and ends when they first show its end or anything later. So a begin that is skipped in spring is
the moment of the change, an interval that lies in the skipped hour is empty, of a time that comes twice in autumn the
first is meant, and an interval around a whole repeated hour lasts an hour longer.

Time is counted in weeks of seven times 24 hours since 1970. Most weeks look like others with the same distances from
UTC, so their spans and their sum are kept, and long ways go week by week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from rafiq.platform import calendars
from rafiq.workforce.spans import Span, Spans, clipped, joined, without

type Interval = tuple[int, int]
"""Seconds since midnight on the clock of the zone: begin and end; 86,400 is the midnight at the end of the day."""

LOOKED_AHEAD: Final = timedelta(days=60)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY: Final = date(1970, 1, 1)
_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_WEEK: Final = 7 * _DAY
_MICROSECOND: Final = timedelta(microseconds=1)
_EMPTY_WEEKS: Final = 106
_MOST_WEEKS: Final = 5_300
_TOUCHING: Final = range(-2, 9)
"""Days that may reach into a week, whatever the distance of their zone from UTC."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether people are there, when they come next (`opens_at`; now, if they are there) and leave, in their zone.

    `opens_at` is None where they do not come within sixty days, `closes_at` while they are not there and where they do
    not leave for so long. `reason` names the holiday or exception for which they are not there when they usually
    would be, as it was written down or in English as `holidays` names it.
    """

    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    zone: str
    reason: str = ""


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
        return _count(self.begins_at), _count(self.ends_at)


def _usual(_day: date) -> Special | None:
    return None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of one team or company: a week (0 is Monday), special days, and stretches cut out or added."""

    zone: str
    week: Sequence[Sequence[Interval]]
    special: Callable[[date], Special | None] = _usual
    closed: tuple[Stretch, ...] = ()
    opened: tuple[Stretch, ...] = ()

    @property
    def usual(self) -> Calendar:
        """The same week with nothing special in it."""
        return Calendar(self.zone, self.week)

    def intervals(self, day: date) -> Sequence[Interval]:
        """Return the intervals of a date, stretches left aside."""
        special = self.special(day)
        return self.week[day.weekday()] if special is None else special.intervals

    def spans(self, days: Iterable[date]) -> Spans:
        """Return when it is open on some dates, in microseconds since 1970."""
        zone = calendars.zone_of(self.zone)
        found = joined(
            (_reached(day, begin, zone), _reached(day, end, zone)) for day in days for begin, end in self.intervals(day)
        )
        if self.closed:
            found = without(found, [stretch.span for stretch in self.closed])
        return joined((*found, *(stretch.span for stretch in self.opened))) if self.opened else found

    def offset(self, days: Sequence[date]) -> int | None:
        """Return the seconds from UTC, if these days are all usual ones and the clocks are not changed on them."""
        zone = calendars.zone_of(self.zone)
        offsets = {datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset() for day in days}
        begin, end = ((day - _FIRST_DAY).days * _DAY for day in (days[0], days[-1]))
        touched = any(one < end + 2 * _DAY and other > begin - _DAY for one, other in self._stretches())
        is_usual = len(offsets) == 1 and not touched and not any(self.special(day) for day in days)
        return round((offsets.pop() or timedelta()).total_seconds()) if is_usual else None

    def _stretches(self) -> Iterator[Span]:
        return (stretch.span for stretch in (*self.closed, *self.opened))


type _Weeks = dict[int | tuple[int, ...], tuple[Spans, int]]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Business time of one calendar, or of several joined: open while any of them is. With `is_always` it never closes.

    Safe to share between threads: what it remembers of weeks is only ever added.
    """

    calendars: tuple[Calendar, ...] = ()
    is_always: bool = False
    _weeks: _Weeks = field(default_factory=dict, repr=False, compare=False)

    def is_open(self, at: datetime) -> bool:
        """Test whether business time passes at a moment."""
        if self.is_always:
            return True
        number, place = divmod(_count(at), _WEEK)
        return any(begin <= place < end for begin, end in self._week(number)[0])

    def opening(self, at: datetime) -> Opening:
        """Tell whether people are there, and when they come and leave."""
        if self.is_always:
            return Opening(True, at, None, "UTC")
        span = next(self.open_spans(at, at + LOOKED_AHEAD), None)
        if span is None:
            return Opening(False, None, None, self._zone(None), self._reason(at, None))
        begin, end = span
        if begin > at:
            return Opening(False, begin, None, self._zone(begin), self._reason(at, begin))
        return Opening(True, at, end if end < at + LOOKED_AHEAD else None, self._zone(at))

    def after(self, begin: datetime, seconds: int) -> datetime | None:
        """Return the first moment, not before `begin`, when so much business time has passed since; in UTC.

        None: it never opens for so long, neither within two years nor, in all, within a hundred. The inverse of
        `seconds_between`: of what this returns, that makes `seconds` again.
        """
        if self.is_always or seconds <= 0:
            return begin.astimezone(UTC) + timedelta(seconds=max(0, seconds))
        left, empty = seconds * _SECOND, 0
        first, place = divmod(_count(begin), _WEEK)
        for number in range(first, first + _MOST_WEEKS):
            spans, total = self._week(number)
            if place:
                spans = tuple((max(one, place), other) for one, other in spans if other > place)
                total, place = sum(end - one for one, end in spans), 0
            if left <= total:
                return _moment(number * _WEEK + _reach(spans, left))
            left -= total
            empty = 0 if total else empty + 1
            if empty > _EMPTY_WEEKS:
                break
        return None

    def seconds_between(self, begin: datetime, end: datetime) -> int:
        """Count the business seconds between two moments; 0 where the end is not later."""
        one, other = _count(begin), _count(end)
        if self.is_always or other <= one:
            return max(0, other - one) // _SECOND
        first, last = one // _WEEK, other // _WEEK
        whole = sum(self._week(number)[1] for number in range(first, last))
        return (whole + self._until(last, other - last * _WEEK) - self._until(first, one - first * _WEEK)) // _SECOND

    def open_spans(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the stretches of business time between two moments, cut at these, in order and apart; in UTC."""
        one, other = _count(begin), _count(end)
        if self.is_always:
            yield begin.astimezone(UTC), end.astimezone(UTC)
            return
        held: Span | None = None
        for span in self._through(one, other):
            if held is not None and span[0] == held[1]:
                held = (held[0], span[1])
                continue
            if held is not None:
                yield _moment(held[0]), _moment(held[1])
            held = span
        if held is not None:
            yield _moment(held[0]), _moment(held[1])

    def _through(self, one: int, other: int) -> Iterator[Span]:
        """Give the spans between two points, cut at the ends of weeks too."""
        for number in range(one // _WEEK, other // _WEEK + 1):
            start = number * _WEEK
            for begin, end in self._week(number)[0]:
                if start + end > one and start + begin < other:
                    yield max(one, start + begin), min(other, start + end)

    def _until(self, number: int, place: int) -> int:
        return sum(min(end, place) - begin for begin, end in self._week(number)[0] if begin < place)

    def _week(self, number: int) -> tuple[Spans, int]:
        """Return the spans of a week, counted from its begin, and their sum."""
        known = self._weeks.get(number)
        if known is not None:
            return known
        days = [_FIRST_DAY + timedelta(days=number * 7 + ahead) for ahead in _TOUCHING]
        offsets = [calendar.offset(days) for calendar in self.calendars]
        usual = tuple(offset for offset in offsets if offset is not None)
        key = usual if len(usual) == len(self.calendars) else None
        found = self._weeks.get(key) if key is not None else None
        if found is None:
            spans = joined(span for calendar in self.calendars for span in calendar.spans(days))
            inside = clipped(spans, begin=number * _WEEK, end=(number + 1) * _WEEK)
            found = inside, sum(end - begin for begin, end in inside)
        self._weeks[number] = found
        if key is not None:
            self._weeks[key] = found
        return found

    def _zone(self, at: datetime | None) -> str:
        """Return the zone of the calendar that is open at a moment, else of the first."""
        if at is not None and len(self.calendars) > 1:
            for calendar in self.calendars:
                if Timetable((calendar,)).is_open(at):
                    return calendar.zone
        return self.calendars[0].zone if self.calendars else "UTC"

    def _reason(self, at: datetime, opens_at: datetime | None) -> str:
        """Return why it is not open when, by the usual weeks, it would have been before it opens."""
        for calendar in self.calendars:
            usual = next(Timetable((calendar.usual,)).open_spans(at, opens_at or at + LOOKED_AHEAD), None)
            if usual is None:
                continue
            special = calendar.special(calendars.local_date(usual[0], zone=calendar.zone))
            covering = (one.reason for one in calendar.closed if one.begins_at <= usual[0] < one.ends_at)
            return special.reason if special is not None else next(covering, "")
        return ""


def _reach(spans: Spans, left: int) -> int:
    """Return the place in a week where so much of its spans has passed; there is as much in them."""
    for begin, end in spans:
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise AssertionError(left)


def _reached(day: date, seconds: int, zone: tzinfo) -> int:
    """Return when the clocks of a zone first show this time of this day, or anything later."""
    extra, rest = divmod(seconds, 86_400)
    hour, rest = divmod(rest, 3_600)
    day += timedelta(days=extra)
    shown = datetime(day.year, day.month, day.day, hour, rest // 60, rest % 60, tzinfo=zone)
    before, after = shown.utcoffset() or timedelta(), shown.replace(fold=1).utcoffset() or timedelta()
    written = _count(shown.replace(tzinfo=UTC))
    if before >= after:  # shown once, or twice: then this is the first time
        return written - before // _MICROSECOND
    return _changed(written - after // _MICROSECOND, written - before // _MICROSECOND, zone)


def _changed(low: int, high: int, zone: tzinfo) -> int:
    """Return the second between two points at which the clocks are set forward."""
    was = _moment(low).astimezone(zone).utcoffset()
    low, high = low // _SECOND, high // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        is_before = _moment(middle * _SECOND).astimezone(zone).utcoffset() == was
        low, high = (middle, high) if is_before else (low, middle)
    return high * _SECOND


def _count(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(count: int) -> datetime:
    return _EPOCH + timedelta(microseconds=count)
