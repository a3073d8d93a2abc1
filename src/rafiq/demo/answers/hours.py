"""When people are there at Narvan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from rafiq.accounts.models import Agent, Team
from rafiq.platform import calendars
from rafiq.workforce import services as workforce
from rafiq.workforce.hours import Interval

type _Days = dict[int, list[Interval]]

THURSDAY = 3
_TEHRAN: _Days = {day: [("08:00", "20:00")] for day in (5, 6, 0, 1, 2)} | {3: [("08:00", "13:00")]}
_BEIRUT: _Days = {day: [("09:00", "18:00")] for day in range(5)}
_EVENING: _Days = {day: [("09:00", "17:00")] for day in range(7)}


def write_hours(teams: Mapping[str, Team], *, by: Agent, at: datetime) -> None:
    """Write down the hours of the company, which are Tehran's, and of the teams that have their own.

    Each with the holidays of its country, and a day of stock-taking in Tehran.
    """
    weeks = {
        None: ("Asia/Tehran", "IR", "", _TEHRAN),
        "Tehran": ("Asia/Tehran", "IR", "", _TEHRAN),
        "Beirut": ("Asia/Beirut", "LB", "", _BEIRUT),
        "Evening cover": ("America/Toronto", "CA", "ON", _EVENING),
    }
    for name, (zone, country, region, days) in weeks.items():
        found = workforce.save_hours(
            team=teams[name] if name else None, week=[days.get(day, []) for day in range(7)], time_zone=zone,
            country=country, region=region, by=by, at=at,
        )  # fmt: skip
        if found is not None and name == "Tehran":
            counted = calendars.local_date(calendars.next_weekday_at(at, weekday=THURSDAY, zone=zone), zone=zone)
            workforce.save_day(
                None, of=found, on=counted + timedelta(days=7), intervals=[], note="انبارگردانی", by=by, at=at
            )
