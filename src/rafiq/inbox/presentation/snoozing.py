"""Until when a conversation may be put aside, as the agent's own day has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.platform import calendars, text

EVENING = 18
MORNING = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """One moment of the menu."""

    icon: str
    name: str
    until: datetime
    words: str


def choices(agent: Agent, *, at: datetime) -> list[Choice]:
    """Offer an hour, this evening while it lies ahead, tomorrow morning, and the first working day of next week."""
    zone = agent.time_zone
    today = calendars.local_date(at, zone=zone)
    evening = calendars.moment_of(today, zone=zone, hour=EVENING)
    offered = [("clock", _("In one hour"), at + timedelta(hours=1))]
    if evening - at > timedelta(hours=1):
        offered.append(("moon", _("This evening"), evening))
    offered.append(("sun", _("Tomorrow"), calendars.tomorrow_at(at, zone=zone, hour=MORNING)))
    first = calendars.next_weekday_at(at, weekday=_first_workday(agent), zone=zone, hour=MORNING)
    offered.append(("calendar", _("Next week"), first))
    return [Choice(icon, name, until, in_words(until, agent)) for icon, name, until in offered]


def in_words(until: datetime, agent: Agent) -> str:
    """Write a moment the way the agent's calendar and clock do."""
    return calendars.format_moment(
        until, calendar=agent.calendar, language=agent.language, zone=agent.time_zone, style="day"
    )


def day_to_write(moment: datetime, agent: Agent) -> str:
    """Write a day as numbers, the way it can be typed in again."""
    parts = calendars.to_parts(calendars.local_date(moment, zone=agent.time_zone), calendar=agent.calendar)
    return text.digits(f"{parts.year}/{parts.month:02}/{parts.day:02}", language=agent.language)


def _first_workday(agent: Agent) -> int:
    """Return the first day of the working week where the agent is, as far as zone and language tell."""
    where = "IR" if agent.time_zone == "Asia/Tehran" else agent.language
    free = calendars.weekend(where).days
    return next(weekday for weekday in calendars.weekdays(where) if weekday not in free)
