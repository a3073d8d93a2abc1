"""Business time of one calendar or of several joined: what is open when, and how long; exact to the second.

Nothing here asks a database or a clock. Most weeks look like others with the same distances from UTC, so their spans
and their sums are kept, and long ways go week by week. What an interval of a day means when clocks are changed says
`weekly`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from rafiq.workforce.spans import Span, Spans, clipped, joined
from rafiq.workforce.weekly import SECOND, WEEK, Calendar, Interval, Special, Stretch, Week, count, moment

__all__ = ["LOOKED_AHEAD", "Calendar", "Interval", "Opening", "Special", "Stretch", "Timetable", "Week"]

LOOKED_AHEAD: Final = timedelta(days=60)
_EMPTY_WEEKS: Final = 106
_MOST_WEEKS: Final = 5_300


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
        number, place = divmod(count(at), WEEK)
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
        left, empty = seconds * SECOND, 0
        first, place = divmod(count(begin), WEEK)
        for number in range(first, first + _MOST_WEEKS):
            spans, total = self._week(number)
            if place:
                spans = tuple((max(one, place), other) for one, other in spans if other > place)
                total, place = sum(end - one for one, end in spans), 0
            if left <= total:
                return moment(number * WEEK + _reach(spans, left))
            left -= total
            empty = 0 if total else empty + 1
            if empty > _EMPTY_WEEKS:
                break
        return None

    def seconds_between(self, begin: datetime, end: datetime) -> int:
        """Count the business seconds between two moments; 0 where the end is not later."""
        one, other = count(begin), count(end)
        if self.is_always or other <= one:
            return max(0, other - one) // SECOND
        first, last = one // WEEK, other // WEEK
        whole = sum(self._week(number)[1] for number in range(first, last))
        return (whole + self._until(last, other - last * WEEK) - self._until(first, one - first * WEEK)) // SECOND

    def open_spans(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the stretches of business time between two moments, cut at these, in order and apart; in UTC."""
        one, other = count(begin), count(end)
        if self.is_always:
            yield begin.astimezone(UTC), end.astimezone(UTC)
            return
        held: Span | None = None
        for span in self._through(one, other):
            if held is not None and span[0] == held[1]:
                held = (held[0], span[1])
                continue
            if held is not None:
                yield moment(held[0]), moment(held[1])
            held = span
        if held is not None:
            yield moment(held[0]), moment(held[1])

    def _through(self, one: int, other: int) -> Iterator[Span]:
        """Give the spans between two points, cut at the ends of weeks too."""
        for number in range(one // WEEK, other // WEEK + 1):
            start = number * WEEK
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
        offsets = [calendar.offset(number) for calendar in self.calendars]
        usual = tuple(offset for offset in offsets if offset is not None)
        key = usual if len(usual) == len(self.calendars) else None
        found = self._weeks.get(key) if key is not None else None
        if found is None:
            spans = joined(span for calendar in self.calendars for span in calendar.spans(number))
            inside = clipped(spans, begin=number * WEEK, end=(number + 1) * WEEK)
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
        until = opens_at or at + LOOKED_AHEAD
        for calendar in self.calendars:
            if not calendar.has_specials(at, until):
                continue
            usual = next(Timetable((calendar.usual,)).open_spans(at, until), None)
            if usual is not None:
                return calendar.reason(usual[0])
        return ""


def _reach(spans: Spans, left: int) -> int:
    """Return the place in a week where so much of its spans has passed; there is as much in them."""
    for begin, end in spans:
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise AssertionError(left)
