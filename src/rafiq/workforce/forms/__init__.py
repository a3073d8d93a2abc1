"""What people may type about hours and desks, and whether it makes sense; nothing is saved here."""

from rafiq.workforce.forms.hours import EditDay, EditHours, ImportFile, MoveHoliday, TakeImport, Week
from rafiq.workforce.forms.people import Availability, EditAbilities, EditAbsence, EditSettings, EditSkill

__all__ = [
    "Availability",
    "EditAbilities",
    "EditAbsence",
    "EditDay",
    "EditHours",
    "EditSettings",
    "EditSkill",
    "ImportFile",
    "MoveHoliday",
    "TakeImport",
    "Week",
]
