"""One of everything of the workforce, for those who try every address."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rafiq.accounts.models import Agent
from rafiq.workforce import ical, services
from tests.makers import NOON
from tests.workforce.test_ical import written

HOLIDAY = date(2026, 12, 23)


def furnish_workforce(boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Write hours with an exception and an import, a skill, an absence; return their numbers."""
    week = [[("00:00", "24:00")]] * 7
    hours = services.save_hours(team=None, week=week, time_zone="UTC", country="IR", by=boss, at=at)
    assert hours is not None
    soon = at.date() + timedelta(days=40)
    day = services.save_day(None, of=hours, on=soon, intervals=[], note=words, by=boss, at=at)
    found = ical.read(written("DTSTART;VALUE=DATE:20270110"), zone="UTC", first=at.date(), until=date(2028, 1, 1))
    taken = services.take_import(
        hours, contents=found, name=words, meaning="CLOSED", until=date(2028, 1, 1), by=boss, at=at
    )
    skill = services.save_skill(None, name=words[:60], by=boss, at=at)
    services.save_abilities(boss, skills={skill.pk: 3}, languages={"en": 4}, capacity=4, by=boss, at=at)
    absence = services.plan_absence(
        None, agent=boss, begins_at=at + timedelta(days=400), ends_at=at + timedelta(days=402), kind="OTHER",
        note=words, by=boss, at=at,
    )  # fmt: skip
    services.choose_availability(boss, availability="ONLINE", why=words[:80], at=at)
    return {
        "hours": hours.pk, "special_day": day.pk, "hours_import": taken.pk, "skill": skill.pk, "absence": absence.pk,
    }  # fmt: skip
