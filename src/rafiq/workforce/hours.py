"""How weekly hours are written by people and stored.

A week is seven lists (0 is Monday) of intervals ("08:00", "16:30"); "24:00" is midnight at the end of a day, and what
goes on past it is written on the next day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rafiq.platform import text
from rafiq.workforce import timetable

type Interval = tuple[str, str]
type Week = Sequence[Sequence[Interval]]

MOST_INTERVALS: Final = 4
_INTERVAL: Final = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|−|~|to|until|till|تا|الی|إلى|الى|حتى)\s*(\d{1,2})(?:[:.](\d{2}))?"
)
_BETWEEN: Final = re.compile(r"\s*(?:[,،;؛\n]|و|and)\s*")


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


def plain(week: Week) -> timetable.Week:
    """Turn a stored week into seconds since midnight; anything that is none is a week without hours."""
    return tuple(day_of(day) for day in week) if len(week) == 7 else ((),) * 7


def day_of(intervals: Sequence[Interval]) -> tuple[timetable.Interval, ...]:
    """Turn the intervals of a stored day into seconds since midnight."""
    return tuple((_seconds(begin), _seconds(end)) for begin, end in intervals)


def _seconds(written: str) -> int:
    hour, minute = (int(part) for part in written.split(":"))
    return hour * 3_600 + minute * 60


def _interval(part: str) -> Interval:
    found = _INTERVAL.fullmatch(part.strip())
    if found is None:
        raise BadHours(part)
    begin, end = (int(found[1]), int(found[2] or 0)), (int(found[3]), int(found[4] or 0))
    is_fine = begin < end <= (24, 0) and begin[1] < 60 and end[1] < 60
    if not is_fine:
        raise BadHours(part)
    return f"{begin[0]:02}:{begin[1]:02}", f"{end[0]:02}:{end[1]:02}"
