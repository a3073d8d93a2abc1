"""What Narvan's people can do, and who will be away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from rafiq.accounts.models import Agent
from rafiq.demo.world.staff import AGENTS
from rafiq.platform import calendars
from rafiq.workforce import services

_SKILLS: Final = {
    "یخچال و فریزر": {"arash": 4, "kaveh": 5, "elham": 2, "ziad": 3, "shirin": 3},
    "صورت‌حساب و بازگشت پول": {"nasrin": 5, "elham": 4, "rima": 4, "maya": 3, "daniel": 2},
    "ارسال و تحویل": {"elham": 5, "kaveh": 3, "ziad": 4, "maya": 4, "shirin": 4, "daniel": 4},
    "گفتگوهای دشوار": {"nasrin": 5, "arash": 4, "rima": 5, "shirin": 2},
}
_LESS: Final = {"nasrin": 3, "rima": 4}
"""Who also steers carries less."""


def write_people(agents: Mapping[str, Agent], *, at: datetime) -> None:
    """Write down skills, languages and capacity of the staff, and one absence with somebody who stands in."""
    by = agents["nasrin"]
    skills = {name: services.save_skill(None, name=name, by=by, at=at) for name in _SKILLS}
    for one in AGENTS:
        levels = {skills[name].pk: had[one.key] for name, had in _SKILLS.items() if one.key in had}
        spoken = {code: 5 if code == one.language else 3 for code in one.speaks}
        services.save_abilities(
            agents[one.key], skills=levels, languages=spoken, capacity=_LESS.get(one.key), by=by, at=at
        )
    elham = agents["elham"]
    begin = calendars.next_weekday_at(at, weekday=5, zone=elham.time_zone, hour=0)
    services.plan_absence(
        None, agent=elham, begins_at=begin, ends_at=begin + timedelta(days=5), kind="VACATION",
        cover_id=agents["kaveh"].pk, note="سفر مشهد", by=elham, at=at,
    )  # fmt: skip
