"""When people are there at Narvan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rafiq.accounts.models import Agent, Team
from rafiq.workforce import services as workforce
from rafiq.workforce.hours import Interval

type _Days = dict[int, list[Interval]]

_TEHRAN: _Days = {day: [("08:00", "20:00")] for day in (5, 6, 0, 1, 2)} | {3: [("08:00", "13:00")]}
_BEIRUT: _Days = {day: [("09:00", "18:00")] for day in range(5)}
_EVENING: _Days = {day: [("09:00", "17:00")] for day in range(7)}


def write_hours(teams: Mapping[str, Team], *, by: Agent, at: datetime) -> None:
    """Write down the hours of the company, which are Tehran's, and of the teams that have their own."""
    weeks = {
        None: ("Asia/Tehran", _TEHRAN),
        "Tehran": ("Asia/Tehran", _TEHRAN),
        "Beirut": ("Asia/Beirut", _BEIRUT),
        "Evening cover": ("America/Toronto", _EVENING),
    }
    for name, (zone, days) in weeks.items():
        week = [days.get(day, []) for day in range(7)]
        workforce.save_hours(team=teams[name] if name else None, week=week, time_zone=zone, by=by, at=at)
