"""Moments and the wall clock of a zone, with its changes between summer and winter time.

A moment is an aware datetime. What is computed here comes back in UTC, where arithmetic is safe.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

type Zone = str | tzinfo

_DAY: Final = timedelta(days=1)


class UnknownZone(ValueError):
    """There is no time zone of that name."""


def zone_of(zone: Zone) -> tzinfo:
    """This will return the time zone of a name ("Asia/Tehran") or the zone given.

    Raises:
        UnknownZone: the name is none; also for names that try to leave the folder of zones.
    """
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone) from error


def local(moment: datetime, *, zone: Zone) -> datetime:
    """This will show a moment on the wall clock of `zone`; a naive moment is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(zone_of(zone))


def local_date(moment: datetime, *, zone: Zone) -> date:
    """This will return the day it is in `zone` at a moment."""
    return local(moment, zone=zone).date()


def moment_of(day: date, *, zone: Zone, hour: int = 0, minute: int = 0) -> datetime:
    """This will return the moment (UTC) at which the clocks of `zone` show this day and time.

    A time that is skipped in spring is moved on by the length of the gap (2:30 becomes 3:30); of a time that comes
    twice in autumn the first is meant.
    """
    shown = datetime.combine(day, time(hour, minute), tzinfo=zone_of(zone))
    return shown.astimezone(UTC)


def day_bounds(day: date, *, zone: Zone) -> tuple[datetime, datetime]:
    """This will return the moments (UTC) at which a day begins and ends in `zone`; 23 to 25 hours apart."""
    return moment_of(day, zone=zone), moment_of(day + _DAY, zone=zone)


def tomorrow_at(moment: datetime, *, zone: Zone, hour: int = 9, minute: int = 0) -> datetime:
    """This will return the moment (UTC) of that time on the day after the one it is now in `zone`."""
    return moment_of(local_date(moment, zone=zone) + _DAY, zone=zone, hour=hour, minute=minute)


def next_weekday_at(moment: datetime, *, weekday: int, zone: Zone, hour: int = 9, minute: int = 0) -> datetime:
    """This will return that time on the next such weekday (0 is Monday), never today, in UTC."""
    today = local_date(moment, zone=zone)
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    return moment_of(today + ahead * _DAY, zone=zone, hour=hour, minute=minute)
