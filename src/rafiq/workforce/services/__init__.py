"""Changes of hours and desks: one function an intention."""

from rafiq.workforce.services.abilities import (
    SkillExists,
    SkillIsNeeded,
    remove_skill,
    save_abilities,
    save_schedule,
    save_settings,
    save_skill,
)
from rafiq.workforce.services.absences import AlreadyAway, CoverIsAway, cancel_absence, plan_absence
from rafiq.workforce.services.common import restamp as reread_hours
from rafiq.workforce.services.days import (
    DayTaken,
    MovedMeanwhile,
    NoSuchHoliday,
    change_holiday,
    remove_day,
    remove_import,
    save_day,
    take_import,
)
from rafiq.workforce.services.hours import save_hours
from rafiq.workforce.services.presence import choose_availability, leave_empty_desks, note_seen

__all__ = [
    "AlreadyAway",
    "CoverIsAway",
    "DayTaken",
    "MovedMeanwhile",
    "NoSuchHoliday",
    "SkillExists",
    "SkillIsNeeded",
    "cancel_absence",
    "change_holiday",
    "choose_availability",
    "leave_empty_desks",
    "note_seen",
    "plan_absence",
    "remove_day",
    "remove_import",
    "remove_skill",
    "reread_hours",
    "save_abilities",
    "save_day",
    "save_hours",
    "save_schedule",
    "save_settings",
    "save_skill",
    "take_import",
]
