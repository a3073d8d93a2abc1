"""Names of months and weekdays in the three languages; weekday 0 is Monday, as in Python."""

from typing import Final

type Names = tuple[str, ...]

_GREGORIAN: Final[dict[str, Names]] = {
    "fa": (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
        "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_JALALI: Final[dict[str, Names]] = {
    "fa": (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
    "ar": (
        "فروردين", "أرديبهشت", "خرداد", "تير", "مرداد", "شهريور",
        "مهر", "آبان", "آذر", "دي", "بهمن", "إسفند",
    ),
    "en": (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
}  # fmt: skip
_HIJRI: Final[dict[str, Names]] = {
    "fa": (
        "محرم", "صفر", "ربیع‌الاول", "ربیع‌الثانی", "جمادی‌الاول", "جمادی‌الثانی",
        "رجب", "شعبان", "رمضان", "شوال", "ذی‌قعده", "ذی‌حجه",
    ),
    "ar": (
        "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
        "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
    ),
    "en": (
        "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira",
        "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
    ),
}  # fmt: skip
_MONTHS: Final = {"gregorian": _GREGORIAN, "jalali": _JALALI, "hijri": _HIJRI}

_WEEKDAYS: Final[dict[str, Names]] = {
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# What stands above the columns of a date picker: one letter, but two in English where T and S are ambiguous.
_NARROW_WEEKDAYS: Final[dict[str, Names]] = {
    "fa": ("د", "س", "چ", "پ", "ج", "ش", "ی"),
    "ar": ("ن", "ث", "ر", "خ", "ج", "س", "ح"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}
_ABBREVIATION: Final = 3


def month_names(*, calendar: str, language: str) -> Names:
    """This will return the twelve month names of a calendar, English ones for an unknown language."""
    names = _MONTHS[calendar]
    return names.get(language[:2], names["en"])


def month_name(month: int, *, calendar: str, language: str, short: bool = False) -> str:
    """This will return the name of month 1 to 12; `short` abbreviates only where that is usual ("Mar")."""
    name = month_names(calendar=calendar, language=language)[month - 1]
    is_abbreviated = short and calendar == "gregorian" and language[:2] not in ("fa", "ar")
    return name[:_ABBREVIATION] if is_abbreviated else name


def weekday_name(weekday: int, *, language: str, short: bool = False) -> str:
    """This will return the name of weekday 0 (Monday) to 6; `short` abbreviates only in English ("Mon")."""
    key = language[:2]
    name = _WEEKDAYS.get(key, _WEEKDAYS["en"])[weekday]
    return name[:_ABBREVIATION] if short and key not in ("fa", "ar") else name


def narrow_weekday_name(weekday: int, *, language: str) -> str:
    """This will return the one or two letters of a weekday that head a column of a date picker."""
    return _NARROW_WEEKDAYS.get(language[:2], _NARROW_WEEKDAYS["en"])[weekday]
