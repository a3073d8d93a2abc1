"""How much of the time that agents were available they were busy: pure functions over stretches of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

ONLINE: Final = "ONLINE"

type Stretch = tuple[datetime, datetime]
type Change = tuple[datetime, str, str]
"""When an agent's availability changed, from what, to what."""


def available(changes: Iterable[Change], *, current: str, begin: datetime, end: datetime) -> list[Stretch]:
    """Return when an agent was available between two moments, in order and apart.

    `changes` are all since `begin`, in order, also those after `end`; the first says what was before it. Without any
    it has been as it is (`current`) all the time.
    """
    found: list[Stretch] = []
    since, state = begin, None
    for at, was, to in changes:
        state = was if state is None else state
        if state == ONLINE and at > since:
            found.append((since, at))
        since, state = max(begin, at), to
    if (current if state is None else state) == ONLINE and end > since:
        found.append((since, end))
    return joined((one, min(other, end)) for one, other in found if one < end)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, those that overlap or touch as one."""
    found: list[Stretch] = []
    for begin, end in sorted(stretches):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > begin:
            found.append((begin, end))
    return found


def seconds(stretches: Iterable[Stretch]) -> int:
    """Return how long they are together, rounded to seconds."""
    return round(sum((end - begin).total_seconds() for begin, end in stretches))


def both(one: list[Stretch], other: list[Stretch]) -> list[Stretch]:
    """Return the time that is in one of these and in one of those; both are in order and apart."""
    found: list[Stretch] = []
    place = 0
    for begin, end in one:
        while place < len(other) and other[place][1] <= begin:
            place += 1
        for first, last in other[place:]:
            if first >= end:
                break
            found.append((max(begin, first), min(end, last)))
    return found
