"""Days and times in three calendars and three languages; plain functions, the language is always passed in."""

from .clock import UnknownZone, Zone, day_bounds, local, local_date, moment_of, next_weekday_at, tomorrow_at, zone_of
from .conversion import Calendar, NoSuchDay, Parts, from_parts, month_length, to_parts, usual_calendar
from .formats import Style, format_date, format_moment, format_time, parse_date
from .grids import GridDay, MonthGrid, month_grid
from .names import month_name, month_names, narrow_weekday_name, weekday_name
from .spans import PluralForm, duration, plural_form, relative
from .weeks import Weekend, first_weekday, weekdays, weekend

__all__ = [
    "Calendar",
    "GridDay",
    "MonthGrid",
    "NoSuchDay",
    "Parts",
    "PluralForm",
    "Style",
    "UnknownZone",
    "Weekend",
    "Zone",
    "day_bounds",
    "duration",
    "first_weekday",
    "format_date",
    "format_moment",
    "format_time",
    "from_parts",
    "local",
    "local_date",
    "moment_of",
    "month_grid",
    "month_length",
    "month_name",
    "month_names",
    "narrow_weekday_name",
    "next_weekday_at",
    "parse_date",
    "plural_form",
    "relative",
    "to_parts",
    "tomorrow_at",
    "usual_calendar",
    "weekday_name",
    "weekdays",
    "weekend",
    "zone_of",
]
