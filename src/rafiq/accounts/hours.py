"""When people are there: weekly hours in one zone, and what follows from them at a moment.

A week is seven lists (0 is Monday) of intervals ("08:00", "16:30"); "24:00" is midnight at the end of a day, and what
goes on past it is written on the next day. Holidays would take days out of what `_spans` gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from rafiq.platform import calendars, text

type Interval = tuple[str, str]
type Week = Sequence[Sequence[Interval]]

LOOKED_AHEAD: Final = 15  # days
MOST_INTERVALS: Final = 4
_INTERVAL: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|−|~|to|until|till|تا|الی|إلى|الى|حتى)\s*(\d{1,2})(?:[:.](\d{2}))?"
)
_BETWEEN: Final = re.compile(r"\s*(?:[,،;؛\n]|و|and)\s*")


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether people are there, when they come next (`opens_at`; now, if they are there) and leave, in their zone.

    `opens_at` is None where they do not come within two weeks, `closes_at` while they are not there.
    """

    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    zone: str


class BadHours(ValueError):
    """What was written is no list of intervals in order."""


def parse(written: str) -> list[Interval]:
    """Read "8:00–12:30, 14–18" in digits of any script; nothing written is a free day.

    Raises:
        BadHours: if it is anything else.
    """
    plain = text.ascii_digits(written).strip()
    found = [_interval(part) for part in _BETWEEN.split(plain) if part] if plain else []
    if len(found) > MOST_INTERVALS or any(one[1] > other[0] for one, other in pairwise(found)):
        raise BadHours(written)
    return found


def write(intervals: Sequence[Interval], *, language: str) -> str:
    """Write intervals as `parse` reads them, in the digits of a language."""
    comma = "، " if language in {"fa", "ar"} else ", "
    return text.digits(comma.join(f"{begin}–{end}" for begin, end in intervals), language=language)


def opening(week: Week, *, zone: str, at: datetime) -> Opening:
    """Tell what weekly hours mean at a moment."""
    first = calendars.local_date(at, zone=zone) - timedelta(days=1)  # yesterday's may end at midnight just now
    for begin, end in _joined(_spans(week, zone, first)):
        if begin <= at < end:
            return Opening(True, at, end, zone)
        if begin > at:
            return Opening(False, begin, None, zone)
    return Opening(False, None, None, zone)


def _spans(week: Week, zone: str, first: date) -> Iterator[tuple[datetime, datetime]]:
    for ahead in range(LOOKED_AHEAD):
        day = first + timedelta(days=ahead)
        intervals = week[day.weekday()] if len(week) == 7 else ()
        for begin, end in intervals:
            yield _moment(day, begin, zone), _moment(day, end, zone)


def _joined(spans: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Make one of what touches: until midnight, and from midnight on."""
    held: tuple[datetime, datetime] | None = None
    for begin, end in spans:
        if held is not None and begin <= held[1]:
            held = (held[0], max(held[1], end))
            continue
        if held is not None:
            yield held
        held = (begin, end)
    if held is not None:
        yield held


def _moment(day: date, written: str, zone: str) -> datetime:
    hour, minute = (int(part) for part in written.split(":"))
    extra, hour = divmod(hour, 24)
    return calendars.moment_of(day + timedelta(days=extra), zone=zone, hour=hour, minute=minute)


def _interval(part: str) -> Interval:
    found = _INTERVAL.fullmatch(part.strip())
    if found is None:
        raise BadHours(part)
    begin, end = (int(found[1]), int(found[2] or 0)), (int(found[3]), int(found[4] or 0))
    is_fine = begin < end <= (24, 0) and begin[1] < 60 and end[1] < 60
    if not is_fine:
        raise BadHours(part)
    return f"{begin[0]:02}:{begin[1]:02}", f"{end[0]:02}:{end[1]:02}"
