"""From a day to year, month and day of a calendar, and back."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hijridate import Gregorian, Hijri

from . import jalali


class Calendar(StrEnum):
    """The calendars a person may choose; plain strings of these values are accepted everywhere."""

    GREGORIAN = "gregorian"
    JALALI = "jalali"
    HIJRI = "hijri"


_USUAL: Final = {"fa": Calendar.JALALI}


class NoSuchDay(ValueError):
    """The year, month and day name no day of that calendar."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A day as its calendar counts it. `calendar` is the one really used (see `to_parts`)."""

    calendar: Calendar
    year: int
    month: int
    day: int


def usual_calendar(language: str) -> Calendar:
    """This will return the calendar for people of whom only the language is known: Jalali for Persian."""
    return _USUAL.get(language[:2], Calendar.GREGORIAN)


def to_parts(day: date, *, calendar: str) -> Parts:
    """This will count `day` in a calendar.

    Umm al-Qura is only published for 1343 to 1500 (1924-08-01 to 2077-11-16); other days are given in Gregorian.
    """
    kind = Calendar(calendar)
    if kind is Calendar.JALALI:
        return Parts(kind, *jalali.from_ordinal(day.toordinal()))
    if kind is Calendar.HIJRI:
        try:
            hijri = Gregorian(day.year, day.month, day.day).to_hijri()
        except OverflowError:
            kind = Calendar.GREGORIAN
        else:
            return Parts(kind, hijri.year, hijri.month, hijri.day)
    return Parts(kind, day.year, day.month, day.day)


def from_parts(year: int, month: int, day: int, *, calendar: str) -> date:
    """This will return the day that a calendar counts so.

    Raises:
        NoSuchDay: there is no such day, or it is outside what the calendar or Python can count.
    """
    kind = Calendar(calendar)
    if not (1 <= month <= 12 and 1 <= day <= month_length(year, month, calendar=kind)):
        raise NoSuchDay(f"{year}-{month}-{day} is no day of the {kind} calendar")
    if kind is Calendar.HIJRI:
        return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
    try:
        if kind is Calendar.JALALI:
            return date.fromordinal(jalali.to_ordinal(year, month, day))
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise NoSuchDay(str(error)) from error


def month_length(year: int, month: int, *, calendar: str) -> int:
    """This will return the number of days of a month (1 to 12) of a calendar.

    Raises:
        NoSuchDay: the calendar does not know that year.
    """
    kind = Calendar(calendar)
    if kind is Calendar.JALALI:
        return jalali.month_length(year, month)
    try:
        return Hijri(year, month, 1).month_length() if kind is Calendar.HIJRI else gregorian.monthrange(year, month)[1]
    except (ValueError, OverflowError) as error:
        raise NoSuchDay(str(error)) from error
