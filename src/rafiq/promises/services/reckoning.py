"""When a promise is due, from when its clock began, what stood still, and how much business time it has.

Everything is computed from the beginning again, so that no rounding adds up; the clock counts whole seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rafiq.promises.models import Base, Promise, Version
from rafiq.workforce import queries as workforce
from rafiq.workforce.timetable import Timetable

type Pause = tuple[datetime, datetime]


def whole(at: datetime) -> datetime:
    """Return a moment without its fraction of a second."""
    return at.replace(microsecond=0)


def timetable_of(version: Version) -> Timetable:
    """Return the business time a version counts in."""
    if version.base == Base.ALWAYS:
        return workforce.always()
    return workforce.timetable(version.base_team_id if version.base == Base.TEAM else None)


def spent(timetable: Timetable, *, begin: datetime, pauses: Sequence[Pause], until: datetime) -> int:
    """Count the business seconds from `begin` until a moment, without the pauses."""
    total, start = 0, begin
    for pause, end in pauses:
        total += timetable.seconds_between(start, min(pause, until))
        start = end
    return total + timetable.seconds_between(start, until)


def reached(timetable: Timetable, *, begin: datetime, pauses: Sequence[Pause], seconds: int) -> datetime | None:
    """Return when so many business seconds have passed since `begin`, without the pauses; None: never."""
    left, start = seconds, begin
    for pause, end in pauses:
        passed = timetable.seconds_between(start, pause)
        if left <= passed:
            return timetable.after(start, left)
        left, start = left - passed, end
    return timetable.after(start, left)


def warn_seconds(version: Version, target: int) -> int:
    """Return after how many business seconds a promise is at risk."""
    return target * version.warn_percent // 100


def reckon(promise: Promise, timetable: Timetable) -> None:
    """Set when a promise is due and at risk, or, where its clock stands still, how much is left. Does not save."""
    pauses = pauses_of(promise)
    counted: dict[str, Any] = {"begin": promise.began_at, "pauses": pauses}
    if promise.paused_at is not None:
        promise.due_at = promise.warn_at = None
        promise.remaining = promise.target - spent(timetable, **counted, until=promise.paused_at)
        return
    promise.remaining = None
    promise.due_at = reached(timetable, **counted, seconds=promise.target)
    promise.warn_at = reached(timetable, **counted, seconds=warn_seconds(promise.version, promise.target))


def pauses_of(promise: Promise) -> list[Pause]:
    """Return the pauses that are over."""
    return [(datetime.fromisoformat(one), datetime.fromisoformat(other)) for one, other in promise.pauses if other]


def pause(promise: Promise, timetable: Timetable, *, at: datetime) -> None:
    """Let the clock stand still from a moment on. Does not save."""
    started = max(whole(at), _last_start(promise))
    promise.pauses = [*promise.pauses, [started.isoformat(), None]]
    promise.paused_at = started
    reckon(promise, timetable)


def go_on(promise: Promise, timetable: Timetable, *, at: datetime) -> None:
    """Let the clock go on from a moment. Does not save."""
    begun = promise.pauses[-1][0]
    promise.pauses = [*promise.pauses[:-1], [begun, max(whole(at), datetime.fromisoformat(begun)).isoformat()]]
    promise.paused_at = None
    reckon(promise, timetable)


def begin_anew(promise: Promise, *, at: datetime) -> None:
    """Let the clock count from a moment, if it began before; what was until then is kept in `before`. Does not save."""
    since = whole(at)
    if since <= promise.began_at:
        return
    promise.before = beginning(promise, upto=since)
    promise.began_at, promise.pauses = since, _split(promise.pauses, since)[1]
    if promise.paused_at is not None:
        promise.paused_at = max(promise.paused_at, since)


def beginning(promise: Promise, *, upto: datetime) -> dict[str, Any]:
    """Return since when a clock counts without any policy that was given, and what stood still up to a moment."""
    known = promise.before or {"began_at": promise.began_at.isoformat(), "pauses": []}
    return {**known, "pauses": [*known["pauses"], *_split(promise.pauses, whole(upto))[0]]}


def go_back(promise: Promise) -> None:
    """Let the clock count from its own beginning again, with all that stood still since. Does not save."""
    if promise.before is not None:
        promise.began_at = datetime.fromisoformat(promise.before["began_at"])
        promise.pauses, promise.before = [*promise.before["pauses"], *promise.pauses], None


def _split(pauses: Sequence[Sequence[str | None]], at: datetime) -> tuple[list[Any], list[Any]]:
    """Part pauses at a moment; one that lies across it is two."""
    earlier: list[Any] = []
    later: list[Any] = []
    for begin, end in pauses:
        if end is not None and datetime.fromisoformat(end) <= at:
            earlier.append([begin, end])
        elif datetime.fromisoformat(str(begin)) >= at:
            later.append([begin, end])
        else:
            earlier.append([begin, at.isoformat()])
            later.append([at.isoformat(), end])
    return earlier, later


def _last_start(promise: Promise) -> datetime:
    """Return when the clock went on for the last time: moments told out of order cannot pause it before that."""
    over = pauses_of(promise)
    return over[-1][1] if over else promise.began_at
