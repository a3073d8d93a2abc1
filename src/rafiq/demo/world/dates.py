"""How people here name a day: weekdays, and dates in the calendar and the month names of their country."""

from datetime import date
from typing import Final

WEEKDAYS: Final = {
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_JALALI: Final = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_LEVANT: Final = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
_GULF: Final = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
_ENGLISH: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def weekday(day: date, *, language: str) -> str:
    """Name the day of the week."""
    return WEEKDAYS[language][day.weekday()]


def short(day: date, *, language: str, country: str) -> str:
    """Write day and month as people of the country do, with digits still Latin."""
    if language == "fa":
        number, month = _jalali(day)
        return f"{number} {_JALALI[month - 1]}"
    if language == "ar":
        return f"{day.day} {(_LEVANT if country in ('lb', 'iq') else _GULF)[day.month - 1]}"
    return f"{day.day} {_ENGLISH[day.month - 1]}"


def _jalali(day: date) -> tuple[int, int]:
    """Convert to the Persian day and month, by days since the last Nowruz; right for 2024 to 2028."""
    year = day.year if day >= _nowruz(day.year) else day.year - 1
    passed = (day - _nowruz(year)).days
    if passed < 186:
        return passed % 31 + 1, passed // 31 + 1
    return (passed - 186) % 30 + 1, (passed - 186) // 30 + 7


def _nowruz(year: int) -> date:
    # In these years Nowruz falls on 20 March only when the Gregorian year is a leap year.
    return date(year, 3, 20 if year % 4 == 0 else 21)
