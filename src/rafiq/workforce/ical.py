"""Reads iCal files (RFC 5545): which days and times their events are, repeated ones written out. Pure.

Left out, each with its title and the reason: what cannot be read, what repeats more often than daily, what has no
length, and zones that neither the world nor the file knows. Cancelled events are no events. Times without a zone are
those of the calendar they are taken into. The length of everything is bounded: a file comes from outside.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any, Final, Literal

import vobject  # type: ignore[import-untyped]  # it has no types
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it has no types

from rafiq.platform import calendars, text
from rafiq.workforce.ical_zones import UnknownName, Zones

type Trouble = Literal["UNREADABLE", "TOO_OFTEN", "NO_LENGTH", "ZONE"]

MOST_BYTES: Final = 512 * 1024
MOST_EVENTS: Final = 2_000
MOST_TIMES: Final = 5_000
_MOST_STEPS: Final = 100_000
# A rule that never comes true (30 February) is looked for until the year 9999: seconds, if it is a daily one.
_MOST_NEVER: Final = 2
_EARLIEST: Final = 1900
_DAY: Final = timedelta(days=1)
_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_DURATION: Final = re.compile(
    r"([+-])?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?"
)
_ESCAPED: Final = re.compile(r"\\(.)")


class NotACalendar(ValueError):
    """The file is no iCal file, or none with an event."""


class TooMuch(Exception):
    """The file has more events, or these repeat more often, than anybody's calendar."""


@dataclass(frozen=True, slots=True)
class Event:
    """One time an event takes place: whole days (both included), or from one moment to another."""

    title: str
    first_date: date | None = None
    last_date: date | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def order(self) -> tuple[str, str]:
        """What events are sorted by: the day, or the moment in UTC."""
        return (self.first_date or self.begins_at or date.min).isoformat(), self.title


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds between two days; `is_cut` where something repeats beyond them; what was left out, and why."""

    name: str
    events: list[Event]
    is_cut: bool = False
    troubles: list[tuple[str, Trouble]] = field(default_factory=list)


class _Left(Exception):
    """An event is left out."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why)
        self.why: Trouble = why


def read(data: bytes, *, zone: str, first: date, until: date) -> Contents:
    """Read what a file holds from one day until another (both included).

    Raises:
        NotACalendar: if it is no iCal file with events.
        TooMuch: if it is too large, or too much comes of it.
    """
    if len(data) > MOST_BYTES:
        raise TooMuch
    try:
        words = data.decode("utf-8-sig")
        found = list(vobject.readComponents(words, transform=False, ignoreUnreadable=True))
    except (UnicodeDecodeError, vobject.base.ParseError, vobject.base.VObjectError, ValueError) as error:
        raise NotACalendar from error
    files = [one for one in found if one.name.upper() == "VCALENDAR"]
    events = [event for one in files for event in one.contents.get("vevent", [])]
    if not events:
        raise NotACalendar
    if len(events) > MOST_EVENTS:
        raise TooMuch
    return _Reader(Zones(words, calendars.zone_of(zone)), first, until).read(_word(files[0], "x-wr-calname"), events)


class _Reader:
    def __init__(self, zones: Zones, first: date, until: date) -> None:
        self._zones, self._first, self._until = zones, first, until
        self._steps = self._never = 0
        self._is_cut = False

    def read(self, name: str, components: list[Any]) -> Contents:
        events: list[Event] = []
        troubles: list[tuple[str, Trouble]] = []
        moved = {
            (_word(one, "uid"), self._moment(one.contents["recurrence-id"][0]))
            for one in components
            if "recurrence-id" in one.contents and _is_readable(self._moment, one.contents["recurrence-id"][0])
        }
        for one in components:
            try:
                events += self._times(one, moved)
            except _Left as left:
                troubles.append((_title(one), left.why))
            except (ValueError, OverflowError, KeyError, TypeError, IndexError, AttributeError):
                troubles.append((_title(one), "UNREADABLE"))
            if len(events) > MOST_TIMES:
                raise TooMuch
        return Contents(name, sorted(set(events), key=lambda event: event.order), self._is_cut, troubles)

    def _times(self, one: Any, moved: set[tuple[str, date]]) -> Iterator[Event]:  # noqa: ANN401  # vobject's
        if _word(one, "status").upper() == "CANCELLED":
            return
        begin = self._moment(one.contents["dtstart"][0])
        length = self._length(one, begin)
        uid, is_moved = _word(one, "uid"), "recurrence-id" in one.contents
        for start in [begin] if is_moved else self._starts(one, begin):
            if not is_moved and (uid, start) in moved:
                continue
            if (event := self._event(_title(one), start, length)) is not None:
                yield event

    def _event(self, title: str, start: date, length: timedelta) -> Event | None:
        if not isinstance(start, datetime):
            last = start + length - _DAY
            is_near = last >= self._first and start <= self._until
            return Event(title, first_date=start, last_date=last) if is_near else None
        begins, ends = start.astimezone(UTC), (start.astimezone(UTC) + length)
        is_near = ends.date() >= self._first and begins.date() <= self._until
        return Event(title, begins_at=begins, ends_at=ends) if is_near else None

    def _length(self, one: Any, begin: date) -> timedelta:  # noqa: ANN401  # vobject's
        is_day = not isinstance(begin, datetime)
        if "dtend" in one.contents:
            length = _between(begin, self._moment(one.contents["dtend"][0]))
        elif "duration" in one.contents:
            length = _duration(str(one.contents["duration"][0].value))
        else:
            length = _DAY if is_day else timedelta()
        if length <= timedelta() or (is_day and length % _DAY):
            raise _Left("NO_LENGTH")
        return length

    def _starts(self, one: Any, begin: date) -> Iterator[date]:  # noqa: ANN401  # vobject's
        """Give when an event begins, each time: by its rules, and on further days; not on those that are taken out."""
        taken_out = {moment for line in one.contents.get("exdate", []) for moment in self._moments(line)}
        found = {begin}
        for line in one.contents.get("rrule", []):
            found.update(self._repeated(str(line.value), begin))
        found.update(moment for line in one.contents.get("rdate", []) for moment in self._moments(line))
        yield from sorted(found - taken_out, key=lambda start: start.isoformat())

    def _repeated(self, rule: str, begin: date) -> Iterator[date]:
        zone = begin.tzinfo if isinstance(begin, datetime) else None
        naive = begin.replace(tzinfo=None) if isinstance(begin, datetime) else datetime(*begin.timetuple()[:3])  # noqa: DTZ001
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an end and a count together: ours bounds what may never come to an end
            found = rrulestr(self._bounded(rule, zone), dtstart=naive)
        before = self._steps
        for start in islice(found, _MOST_STEPS):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise TooMuch
            yield start.replace(tzinfo=zone) if zone is not None else start.date()
        self._never += self._steps == before
        if self._never > _MOST_NEVER:
            raise TooMuch

    def _bounded(self, rule: str, zone: tzinfo | None) -> str:
        parts = dict(part.split("=", 1) for part in rule.upper().split(";") if part)
        if parts.get("FREQ") in _OFTEN:
            raise _Left("TOO_OFTEN")
        if int(parts.get("INTERVAL", "1")) < 1:
            raise ValueError(rule)
        end = datetime(self._until.year, self._until.month, self._until.day, 23, 59, 59)  # noqa: DTZ001  # as the rule's
        if "UNTIL" in parts:
            given = self._zones.moment(parts["UNTIL"], "", is_day=False)
            if isinstance(given, datetime) and given.tzinfo is not None and zone is not None:
                given = given.astimezone(zone).replace(tzinfo=None)
            last = given.replace(tzinfo=None) if isinstance(given, datetime) else datetime(*given.timetuple()[:6])  # noqa: DTZ001
            last = last if isinstance(given, datetime) else last.replace(hour=23, minute=59, second=59)
            self._is_cut |= last > end
            end = min(end, last)
        elif "COUNT" not in parts:
            self._is_cut = True
        return ";".join(f"{key}={value}" for key, value in {**parts, "UNTIL": f"{end:%Y%m%dT%H%M%S}"}.items())

    def _moments(self, line: Any) -> list[date]:  # noqa: ANN401  # vobject's
        return [self._read(line, part) for part in str(line.value).split(",")]

    def _moment(self, line: Any) -> date:  # noqa: ANN401  # vobject's
        return self._read(line, str(line.value))

    def _read(self, line: Any, written: str) -> date:  # noqa: ANN401  # vobject's
        kind = (line.params.get("VALUE") or [""])[0].upper()
        try:
            found = self._zones.moment(written, (line.params.get("TZID") or [""])[0], is_day=kind.upper() == "DATE")
        except UnknownName as error:
            raise _Left("ZONE") from error
        if found.year < _EARLIEST:
            raise ValueError(written)
        return found


def _is_readable(read_it: Any, line: Any) -> bool:  # noqa: ANN401  # vobject's
    try:
        read_it(line)
    except (ValueError, OverflowError, _Left):
        return False
    return True


def _between(begin: date, end: date) -> timedelta:
    if isinstance(begin, datetime) and isinstance(end, datetime):
        return end.astimezone(UTC) - begin.astimezone(UTC)
    return date(end.year, end.month, end.day) - date(begin.year, begin.month, begin.day)


def _duration(written: str) -> timedelta:
    found = _DURATION.fullmatch(written.strip().upper())
    if found is None:
        raise ValueError(written)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def _title(one: Any) -> str:  # noqa: ANN401  # vobject's
    return _word(one, "summary")[:120]


def _word(one: Any, name: str) -> str:  # noqa: ANN401  # vobject's
    lines = one.contents.get(name, [])
    written = str(lines[0].value) if lines else ""
    plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], written)
    return " ".join(text.clean(plain).split())
