"""Days as people write them in a message: 'tomorrow', «شنبه», «۲۵ آذر», 1405/9/25, ١٥ رمضان."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from rafiq.bot.dialogue.phrases import line, listed
from rafiq.platform import calendars, text

_FAR: Final = timedelta(days=366 * 120)
_NUMBERS: Final = re.compile(r"(?<!\d)\d{1,4}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}\d{1,4}(?!\d)")
_AWAY: Final = {
    0: listed("امروز/همین امروز/اليوم/هلق/النهارده/النهاردة/today/emrooz/emruz/lyom/elyom"),
    1: listed("فردا/غدا/بكرا/بكره/بكرة/باچر/غدوة/tomorrow/tmrw/farda/bokra/bukra/ghadan"),
    2: listed("پس فردا/پسفردا/بعد غد/بعد بكرا/بعد بكره/عقب باچر/the day after tomorrow/day after tomorrow/pasfarda"),
}  # fmt: skip
_WEEKDAYS: Final = (
    listed("دوشنبه/دو شنبه/الاثنين/الإثنين/اثنين/يوم الاثنين/monday/mon/doshanbe"),
    listed("سه شنبه/سه‌شنبه/الثلاثاء/ثلاثاء/الثلاثا/tuesday/tue/seshanbe"),
    listed("چهارشنبه/چهار شنبه/الأربعاء/الاربعاء/الاربعا/wednesday/wed/charshanbe/chaharshanbe"),
    listed("پنجشنبه/پنج شنبه/الخميس/خميس/thursday/thu/panjshanbe"),
    listed("جمعه/آدینه/الجمعة/جمعة/friday/fri/jome"),
    listed("شنبه/السبت/سبت/saturday/sat/shanbe"),
    listed("یکشنبه/یک شنبه/الأحد/الاحد/يوم الأحد/sunday/sun/yekshanbe"),
)
_LEVANT: Final = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip


def read(said: str, *, today: date, language: str) -> date | None:
    """This will find the one day a message names, seen from `today`; None where there is none, or no such day.

    Whose calendar the year is of is told by its size; a day without year or of a weekday is the next one to come.
    """
    plain = text.ascii_digits(said[:500])
    numbers = _NUMBERS.findall(plain)
    if len(numbers) == 1:
        return _nearest(lambda calendar: calendars.parse_date(numbers[0], calendar=calendar), today)
    whole = line(plain)
    for days in (2, 1, 0):
        if any(f" {one} " in whole for one in _AWAY[days]):
            return today + timedelta(days=days)
    return _by_month(whole, today, language) or _by_weekday(whole, today)


def _nearest(made: Callable[[str], date], today: date) -> date | None:
    """Take the calendar in which the day lies nearest: 1405 is no Gregorian year, 2026 no other."""
    found = []
    for calendar in ("gregorian", "jalali", "hijri"):
        try:
            found.append(made(calendar))
        except (calendars.NoSuchDay, ValueError, OverflowError):
            continue
    best = min(found, key=lambda day: abs(day - today), default=None)
    return best if best is not None and abs(best - today) < _FAR else None


def _by_month(whole: str, today: date, language: str) -> date | None:
    for calendar, month, name in _MONTHS:
        if f" {name} " not in whole:
            continue
        before, _name, after = whole.partition(f" {name} ")
        ahead, behind = before.split()[-1:], after.split()[:2]
        day = next((int(one) for one in (*ahead, *behind) if one.isdecimal() and 1 <= int(one) <= 31), None)
        year = next((int(one) for one in behind if one.isdecimal() and 999 < int(one) < 9999), None)
        if day is not None and (found := _day_of(calendar, month, day, year, today)):
            return found
    return None


def _day_of(calendar: str, month: int, day: int, year: int | None, today: date) -> date | None:
    this_year = calendars.to_parts(today, calendar=calendar).year
    for one in [year] if year else [this_year, this_year + 1]:
        try:
            found = calendars.from_parts(one, month, day, calendar=calendar)
        except (calendars.NoSuchDay, ValueError, OverflowError):
            continue
        if year or found >= today:
            return found if abs(found - today) < _FAR else None
    return None


def _by_weekday(whole: str, today: date) -> date | None:
    named = [(len(one), weekday) for weekday, names in enumerate(_WEEKDAYS) for one in names if f" {one} " in whole]
    if not named:
        return None
    ahead = (max(named)[1] - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _month_names() -> list[tuple[str, int, str]]:
    """List the months of all calendars in all languages as `line` has them, long names first."""
    named: dict[tuple[str, str], int] = {}
    for calendar in ("jalali", "gregorian", "hijri"):
        for language in ("fa", "ar", "en"):
            for number, name in enumerate(calendars.month_names(calendar=calendar, language=language), start=1):
                named.setdefault((calendar, " ".join(listed(name))), number)
                if calendar == "gregorian" and language == "en":
                    named.setdefault((calendar, " ".join(listed(name[:3]))), number)
    for number, name in enumerate(_LEVANT, start=1):
        named.setdefault(("gregorian", " ".join(listed(name))), number)
    return sorted(
        ((calendar, number, name) for (calendar, name), number in named.items()), key=lambda one: -len(one[2])
    )


_MONTHS: Final = _month_names()
