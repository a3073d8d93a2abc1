"""Business time once more, written plainly and slowly: somebody looks at the clock on the wall every minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rafiq.workforce.timetable import Calendar, Timetable

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def readings(zone: str, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The latest time that the wall clock has shown so far, each minute of [begin, end); it is never set back."""
    clock, latest, moment = ZoneInfo(zone), datetime(1, 1, 1), begin - 2 * DAY  # noqa: DTZ001  # the wall knows no zone
    while moment < end:
        latest = max(latest, moment.astimezone(clock).replace(tzinfo=None))
        if moment >= begin:
            yield latest
        moment += MINUTE


def open_minutes(timetable: Timetable, begin: datetime, end: datetime) -> list[bool]:
    """Whether it is open, for each minute from `begin` (a whole one) on."""
    found = [False] * round((end - begin) / MINUTE)
    for calendar in timetable.calendars:
        for place, shown in enumerate(readings(calendar.zone, begin, end)):
            found[place] |= _is_open(calendar, shown, begin + place * MINUTE)
    return found


def _is_open(calendar: Calendar, shown: datetime, moment: datetime) -> bool:
    if any(one.begins_at <= moment < one.ends_at for one in calendar.opened):
        return True
    if any(one.begins_at <= moment < one.ends_at for one in calendar.closed):
        return False
    special = calendar.special(shown.date())
    intervals = calendar.week[shown.weekday()] if special is None else special.intervals
    passed = shown.hour * 3_600 + shown.minute * 60
    return any(begin <= passed < end for begin, end in intervals)


def after(timetable: Timetable, begin: datetime, minutes: int, *, at_most: timedelta) -> datetime | None:
    """The first moment when so many business minutes have passed since `begin`, if it is within `at_most`."""
    left = minutes
    for place, is_open in enumerate(open_minutes(timetable, begin, begin + at_most)):
        left -= is_open
        if left == 0:
            return (begin + (place + 1) * MINUTE).astimezone(UTC)
    return None
