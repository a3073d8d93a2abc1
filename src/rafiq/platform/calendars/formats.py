"""Days and times as people of each language write them (patterns after Unicode CLDR)."""

import re
from datetime import date, datetime
from typing import Final, Literal

from rafiq.platform.text import ascii_digits, digits

from .clock import Zone, local
from .conversion import Calendar, NoSuchDay, Parts, from_parts, to_parts
from .names import month_name, weekday_name

type Style = Literal["full", "long", "medium", "short", "day"]

_COMMA: Final = {"fa": "،", "ar": "،"}
_ERA: Final = {"fa": "ق", "ar": "هـ"}
_HALVES: Final = {"ar": ("ص", "م"), "en": ("AM", "PM")}
_NBSP: Final = "\u00a0"
# Keeps day/month/year in reading order: between Arabic digits a slash alone would turn the date around.
_RLM: Final = "\u200f"
_NUMBERS: Final = re.compile(r"(\d{1,4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,4})")


def format_date(
    moment_or_day: date, *, calendar: str, language: str, style: Style = "long", zone: Zone | None = None
) -> str:
    """This will write a day: full "Saturday, 21 March 2026", long and medium "21 Mar 2026", short "2026-03-21".

    Style "day" is medium without the year. A moment is shown as the day it is in `zone`, when given.
    """
    if isinstance(moment_or_day, datetime):
        moment_or_day = (local(moment_or_day, zone=zone) if zone else moment_or_day).date()
    parts = to_parts(moment_or_day, calendar=calendar)
    written = _short(parts, language) if style == "short" else _in_words(parts, language, style)
    if style == "full":
        comma = "" if language[:2] == "fa" else _COMMA.get(language[:2], ",")
        written = f"{weekday_name(moment_or_day.weekday(), language=language)}{comma} {written}"
    return digits(written, language=language)


def format_time(moment: datetime, *, language: str, zone: Zone) -> str:
    """This will write the time on the wall of `zone`: "14:05" in Persian, "2:05 PM" in English, "٢:٠٥ م" in Arabic."""
    wall = local(moment, zone=zone)
    halves = _HALVES.get(language[:2])
    if halves is None:
        return digits(f"{wall.hour}:{wall:%M}", language=language)
    return digits(f"{wall.hour % 12 or 12}:{wall:%M}{_NBSP}{halves[wall.hour >= 12]}", language=language)


def format_moment(moment: datetime, *, calendar: str, language: str, zone: Zone, style: Style = "medium") -> str:
    """This will write the day and the time of a moment in `zone`: "21 Mar 2026, 2:05 PM"."""
    day = format_date(moment, calendar=calendar, language=language, style=style, zone=zone)
    return f"{day}{_COMMA.get(language[:2], ',')} {format_time(moment, language=language, zone=zone)}"


def parse_date(text: str, *, calendar: str) -> date:
    """This will read year, month and day as numbers in digits of any script; the year may stand first or last.

    Raises:
        NoSuchDay: the text is no date, or the calendar has no such day.
    """
    found = _NUMBERS.fullmatch(ascii_digits(text).strip())
    if not found or max(len(found[1]), len(found[3])) <= 2:
        raise NoSuchDay(text)
    first, month, last = found.groups()
    year, day = (first, last) if len(first) > 2 else (last, first)
    return from_parts(int(year), int(month), int(day), calendar=calendar)


def _in_words(parts: Parts, language: str, style: Style) -> str:
    month = month_name(parts.month, calendar=parts.calendar, language=language, short=style in ("medium", "day"))
    written = f"{parts.day} {month}"
    if style == "day":
        return written
    era = f" {_ERA.get(language[:2], 'AH')}" if parts.calendar is Calendar.HIJRI and style != "medium" else ""
    return f"{written} {parts.year}{era}"


def _short(parts: Parts, language: str) -> str:
    if language[:2] == "ar":
        return f"{parts.day}{_RLM}/{parts.month}{_RLM}/{parts.year}"
    separator = "-" if parts.calendar is Calendar.GREGORIAN and language[:2] != "fa" else "/"
    return f"{parts.year}{separator}{parts.month:02}{separator}{parts.day:02}"
