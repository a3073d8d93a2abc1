"""When things happen: when customers write, when teams are at their desks, how long an answer takes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from rafiq.demo.world import catalogue, staff

# How much is written in each hour of a customer's day: quiet nights, a peak before noon, another after dinner.
_HOURS: Final = (3, 2, 1, 1, 1, 1, 3, 8, 18, 28, 34, 36, 30, 24, 22, 24, 26, 25, 22, 20, 24, 26, 18, 8)
# How much is written on each weekday, Monday first.
_WEEKDAYS: Final = {"ir": (10, 10, 10, 8, 4, 12, 11)}
_WEEKDAYS_ELSEWHERE: Final = (12, 11, 10, 10, 8, 6, 6)


def arrival(*, country: str, earliest: datetime, latest: datetime, rng: Random) -> datetime:
    """Draw a moment at which a customer of a country begins to write."""
    zone = ZoneInfo(catalogue.ZONES[country])
    weights = _WEEKDAYS.get(country, _WEEKDAYS_ELSEWHERE)
    for _ in range(50):
        day = (earliest + (latest - earliest) * rng.random()).astimezone(zone).date()
        if rng.random() * max(weights) > weights[day.weekday()]:
            continue
        drawn = _at(day, hour=rng.choices(range(24), _HOURS)[0], zone=zone, rng=rng)
        if earliest <= drawn <= latest:
            return drawn
    return earliest + (latest - earliest) * rng.random()


def opening(team: str, *, after: datetime) -> datetime:
    """Find the first moment, not before `after`, at which a team is at its desks."""
    zone = ZoneInfo(staff.ZONES[team])
    local = after.astimezone(zone)
    hours: Mapping[int, tuple[time, time]] = staff.HOURS[team]
    for ahead in range(9):
        day = local.date() + timedelta(days=ahead)
        if day.weekday() not in hours:
            continue
        opens, closes = (datetime.combine(day, edge, zone) for edge in hours[day.weekday()])
        if local < closes:
            return max(local, opens).astimezone(after.tzinfo)
    raise ValueError(f"{team} never opens")


def workday(start: date, *, ahead: int, country: str) -> date:
    """Find the day `ahead` days on, or the next one if nobody drives out on it."""
    day = start + timedelta(days=ahead)
    off = catalogue.DAYS_OFF.get(country, catalogue.DAY_OFF)
    return day + timedelta(days=1) if day.weekday() == off else day


def daytime(start: datetime, *, ahead: int, country: str, rng: Random) -> datetime:
    """Draw a moment of the waking hours of the workday `ahead` days on."""
    zone = ZoneInfo(catalogue.ZONES[country])
    day = workday(start.astimezone(zone).date(), ahead=ahead, country=country)
    return _at(day, hour=rng.randint(9, 20), zone=zone, rng=rng)


def minutes(median: float, *, spread: float = 0.8, rng: Random) -> timedelta:
    """Draw a waiting time around a median; the logarithm of waiting times is close to normal."""
    return timedelta(seconds=round(60 * median * rng.lognormvariate(0, spread)) + 5)


def typing(text: str) -> timedelta:
    """Say how long a text takes to type, at some four letters a second."""
    return timedelta(seconds=len(text) // 4)


def _at(day: date, *, hour: int, zone: ZoneInfo, rng: Random) -> datetime:
    moment = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), zone)
    return moment.astimezone(UTC)
