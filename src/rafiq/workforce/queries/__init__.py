"""Reads about when people are there, and what they can do."""

from rafiq.workforce.queries.days import DayRow, days_ahead, imports, never_opens
from rafiq.workforce.queries.hours import (
    AllHours,
    all_hours,
    always,
    calendar_of,
    covering,
    hours_of,
    opening,
    timetable,
)
from rafiq.workforce.queries.people import (
    AgentAtWork,
    Schedules,
    absences,
    available_agents,
    cover_of,
    desk_of,
    settings,
    skills,
    weights,
)
from rafiq.workforce.queries.picture import Picture, picture

__all__ = [
    "AgentAtWork",
    "AllHours",
    "DayRow",
    "Picture",
    "Schedules",
    "absences",
    "all_hours",
    "always",
    "available_agents",
    "calendar_of",
    "cover_of",
    "covering",
    "days_ahead",
    "desk_of",
    "hours_of",
    "imports",
    "never_opens",
    "opening",
    "picture",
    "settings",
    "skills",
    "timetable",
    "weights",
]
