"""How long something takes or is ago, in words, with the plurals of each language (Unicode CLDR)."""

from datetime import datetime, timedelta
from typing import Final, Literal

from rafiq.platform.text import digits

from .clock import Zone, local_date
from .conversion import to_parts, usual_calendar
from .formats import format_date

type PluralForm = Literal["zero", "one", "two", "few", "many", "other"]
type _Forms = dict[str, str]

_SECONDS: Final = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_NAMES_OF_UNITS: Final = tuple(_SECONDS)
_WEEKS_IN_WORDS: Final = 4

_ARABIC: Final[dict[str, _Forms]] = {
    "week": {"one": "أسبوع", "two": "أسبوعان", "few": "{} أسابيع", "many": "{} أسبوعًا", "other": "{} أسبوع"},
    "day": {"one": "يوم", "two": "يومان", "few": "{} أيام", "many": "{} يومًا", "other": "{} يوم"},
    "hour": {"one": "ساعة", "two": "ساعتان", "few": "{} ساعات", "other": "{} ساعة"},
    "minute": {"one": "دقيقة", "two": "دقيقتان", "few": "{} دقائق", "other": "{} دقيقة"},
    "second": {"one": "ثانية", "two": "ثانيتان", "few": "{} ثوانٍ", "other": "{} ثانية"},
}
# After "قبل" and "بعد" the dual stands in the genitive.
_ARABIC_DUAL_AFTER: Final = {
    "week": "أسبوعين", "day": "يومين", "hour": "ساعتين", "minute": "دقيقتين", "second": "ثانيتين",
}  # fmt: skip
_PERSIAN: Final = {"week": "هفته", "day": "روز", "hour": "ساعت", "minute": "دقیقه", "second": "ثانیه"}
_ENGLISH_SHORT: Final = {"week": "w", "day": "d", "hour": "h", "minute": "min", "second": "s"}
_NOW: Final = {"fa": "اکنون", "ar": "الآن", "en": "now"}


def plural_form(count: int, *, language: str) -> PluralForm:
    """This will return the CLDR plural category of a whole number in a language (Persian, Arabic, English)."""
    key, last = language[:2], abs(count) % 100
    if key == "ar":
        named: dict[int, PluralForm] = {0: "zero", 1: "one", 2: "two"}
        return named.get(abs(count)) or ("few" if 3 <= last <= 10 else "many" if last >= 11 else "other")
    is_one = count in (0, 1) if key == "fa" else count == 1
    return "one" if is_one else "other"


def duration(delta: timedelta, *, language: str, short: bool = True) -> str:
    """This will write a length of time by its two largest units: "1 h 5 min", "۱ ساعت و ۵ دقیقه", "ساعة و٥ دقائق".

    With `short` false English writes the words out ("1 hour 5 minutes"). The sign of `delta` is left out.
    """
    rest = abs(int(delta.total_seconds()))
    counted: list[tuple[str, int]] = []
    for unit, seconds in _SECONDS.items():
        count, rest = divmod(rest, seconds)
        counted.append((unit, count))
    first = next((place for place, (_, count) in enumerate(counted) if count), len(counted) - 1)
    written = [
        _counted(unit, count, language, short=short)
        for unit, count in counted[first : first + 2]
        if count or unit == counted[first][0]
    ]
    joint = {"fa": " و ", "ar": " و"}.get(language[:2], " ")
    return joint.join(written)


def relative(  # the last three only say how the date is written
    moment: datetime,
    *,
    at: datetime,
    language: str,
    calendar: str | None = None,
    zone: Zone = "UTC",
    ago: bool = False,
) -> str:
    """This will write how long ago a moment is, seen from `at`: "now", "5 min", "۵ دقیقه", "٥ دقائق", "2 w".

    From four weeks on it is the day, with its year when that is another one, in `calendar` (else the usual one of the
    language) and `zone`. With `ago` the past says so ("5 min ago"); the future always does ("in 5 min").
    """
    seconds = (at - moment).total_seconds()
    passed = abs(int(seconds))
    if passed < _SECONDS["minute"]:
        return _NOW.get(language[:2], _NOW["en"])
    if passed >= _WEEKS_IN_WORDS * _SECONDS["week"]:
        return _as_date(moment, at=at, language=language, calendar=calendar, zone=zone)
    unit = next(name for name in _NAMES_OF_UNITS if passed >= _SECONDS[name])
    count = passed // _SECONDS[unit]
    if seconds < 0:
        return _ahead(unit, count, language)
    return _ago(unit, count, language) if ago else _counted(unit, count, language, short=True)


def _as_date(moment: datetime, *, at: datetime, language: str, calendar: str | None, zone: Zone) -> str:
    kind = calendar or usual_calendar(language)
    day, today = local_date(moment, zone=zone), local_date(at, zone=zone)
    same_year = to_parts(day, calendar=kind).year == to_parts(today, calendar=kind).year
    return format_date(day, calendar=kind, language=language, style="day" if same_year else "medium")


def _ago(unit: str, count: int, language: str) -> str:
    key = language[:2]
    if key == "ar":
        return f"قبل {_arabic_after(unit, count)}"
    return f"{_counted(unit, count, language, short=True)} {'پیش' if key == 'fa' else 'ago'}"


def _ahead(unit: str, count: int, language: str) -> str:
    key = language[:2]
    if key == "ar":
        return f"بعد {_arabic_after(unit, count)}"
    written = _counted(unit, count, language, short=True)
    return f"{written} دیگر" if key == "fa" else f"in {written}"


def _arabic_after(unit: str, count: int) -> str:
    return _ARABIC_DUAL_AFTER[unit] if count == 2 else _counted(unit, count, "ar", short=True)


def _counted(unit: str, count: int, language: str, *, short: bool) -> str:
    key = language[:2]
    if key == "ar":
        forms = _ARABIC[unit]
        pattern = forms.get(plural_form(count, language="ar"), forms["other"])
        return digits(pattern.format(count), language="ar")
    if key == "fa":
        return digits(f"{count} {_PERSIAN[unit]}", language="fa")
    if short:
        return f"{count} {_ENGLISH_SHORT[unit]}"
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
