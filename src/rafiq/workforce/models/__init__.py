"""Hours of teams, and the desks of people."""

from rafiq.workforce.models.hours import (
    CalendarImport,
    HolidayChange,
    ImportedEvent,
    OpeningHours,
    SpecialDay,
    WorkforceSettings,
)
from rafiq.workforce.models.people import Absence, AgentLanguage, AgentSkill, Availability, Desk, Skill

__all__ = [
    "Absence",
    "AgentLanguage",
    "AgentSkill",
    "Availability",
    "CalendarImport",
    "Desk",
    "HolidayChange",
    "ImportedEvent",
    "OpeningHours",
    "Skill",
    "SpecialDay",
    "WorkforceSettings",
]
