"""How people here name a day: weekdays, and dates in the calendar and the month names of their country."""

from datetime import date
from typing import Final

from rafiq.platform import calendars

# Lebanon and Iraq keep the Syriac names of the months; the Gulf says يناير like everywhere else in Rafiq.
_LEVANT: Final = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip


def weekday(day: date, *, language: str) -> str:
    """Name the day of the week."""
    return calendars.weekday_name(day.weekday(), language=language)


def short(day: date, *, language: str, country: str) -> str:
    """Write day and month as people of the country do, with digits still Latin."""
    if language == "ar" and country in ("lb", "iq"):
        return f"{day.day} {_LEVANT[day.month - 1]}"
    parts = calendars.to_parts(day, calendar=calendars.usual_calendar(language))
    return f"{parts.day} {calendars.month_name(parts.month, calendar=parts.calendar, language=language)}"
