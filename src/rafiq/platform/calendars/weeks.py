"""When a week begins and which days are free, by country (Unicode CLDR; Thursday afternoon in Iran by custom)."""

from dataclasses import dataclass
from typing import Final

MONDAY: Final = 0
THURSDAY: Final = 3
FRIDAY: Final = 4
SATURDAY: Final = 5
SUNDAY: Final = 6


@dataclass(frozen=True, slots=True)
class Weekend:
    """The free days of a week and those that are free from noon on (0 is Monday)."""

    days: frozenset[int]
    half_days: frozenset[int] = frozenset()


_WESTERN: Final = Weekend(frozenset({SATURDAY, SUNDAY}))
_GULF: Final = Weekend(frozenset({FRIDAY, SATURDAY}))
_IRANIAN: Final = Weekend(frozenset({FRIDAY}), frozenset({THURSDAY}))

_FIRST_WEEKDAY: Final = {
    **dict.fromkeys(("IR", "AF", "BH", "DZ", "EG", "IQ", "JO", "KW", "LY", "OM", "QA", "SD", "SY"), SATURDAY),
    **dict.fromkeys(("CA", "US", "SA", "YE", "IL", "IN", "PK"), SUNDAY),
}
_WEEKEND: Final = {
    "IR": _IRANIAN,
    "IN": Weekend(frozenset({SUNDAY})),
    "AF": Weekend(frozenset({THURSDAY, FRIDAY})),
    **dict.fromkeys(("SA", "BH", "DZ", "EG", "IQ", "JO", "KW", "LY", "OM", "QA", "SD", "SY", "YE", "IL"), _GULF),
}
# Where people of a language are when nothing else is known.
_COUNTRY_OF_LANGUAGE: Final = {"fa": "IR", "ar": "AE", "en": "CA"}


def first_weekday(language_or_country: str) -> int:
    """This will return the first day of the week (0 is Monday) for "fa", "IR" or "ar-LB".

    Upper case names a country, lower case a language; a country unknown here begins on Monday.
    """
    return _FIRST_WEEKDAY.get(_country(language_or_country), MONDAY)


def weekend(language_or_country: str) -> Weekend:
    """This will return the free days for "fa", "IR" or "ar-LB"; Saturday and Sunday for a country unknown here."""
    return _WEEKEND.get(_country(language_or_country), _WESTERN)


def weekdays(language_or_country: str) -> tuple[int, ...]:
    """This will return the seven weekdays in the order of a week there."""
    first = first_weekday(language_or_country)
    return tuple((first + place) % 7 for place in range(7))


def _country(language_or_country: str) -> str:
    language, _, country = language_or_country.replace("_", "-").partition("-")
    if country:
        return country.upper()
    return language if language.isupper() else _COUNTRY_OF_LANGUAGE.get(language, "")
