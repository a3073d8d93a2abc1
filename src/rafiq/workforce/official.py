"""The official holidays of countries, as the library `holidays` computes them: nothing is fetched, nothing stored.

Lunar holidays follow the sighting of the moon; where a year's dates were not announced when the library was made, it
marks them as estimated, and so do we. Names are English here; `named` gives them in the reader's language.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.workforce.holiday_names import NAMES

COUNTRIES: Final = {
    "IR": gettext_noop("Iran"),
    "AF": gettext_noop("Afghanistan"),
    "TJ": gettext_noop("Tajikistan"),
    "LB": gettext_noop("Lebanon"),
    "AE": gettext_noop("United Arab Emirates"),
    "SA": gettext_noop("Saudi Arabia"),
    "IQ": gettext_noop("Iraq"),
    "KW": gettext_noop("Kuwait"),
    "QA": gettext_noop("Qatar"),
    "BH": gettext_noop("Bahrain"),
    "OM": gettext_noop("Oman"),
    "JO": gettext_noop("Jordan"),
    "SY": gettext_noop("Syria"),
    "PS": gettext_noop("Palestine"),
    "EG": gettext_noop("Egypt"),
    "LY": gettext_noop("Libya"),
    "TN": gettext_noop("Tunisia"),
    "DZ": gettext_noop("Algeria"),
    "MA": gettext_noop("Morocco"),
    "SD": gettext_noop("Sudan"),
    "TR": gettext_noop("Türkiye"),
    "PK": gettext_noop("Pakistan"),
    "IN": gettext_noop("India"),
    "CA": gettext_noop("Canada"),
    "US": gettext_noop("United States"),
    "GB": gettext_noop("United Kingdom"),
    "FR": gettext_noop("France"),
    "DE": gettext_noop("Germany"),
    "AU": gettext_noop("Australia"),
}
_LANGUAGE: Final = "en_US"
_MARK: Final = re.compile(r"\s*\((?:estimated|observed|observed, estimated)\)")
_ESTIMATED: Final = "estimated)"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One official holiday. `is_estimated`: the moon may move it by a day."""

    date: date
    name: str
    is_estimated: bool


@functools.lru_cache(maxsize=512)
def of_year(country: str, region: str, year: int) -> dict[date, Holiday]:
    """Return a country's public holidays in a year, by date; none for a country nobody knows. Do not change it."""
    if country not in COUNTRIES or not 1900 < year < 2100:
        return {}
    kind = getattr(holidays, country)
    language = _LANGUAGE if _LANGUAGE in kind.supported_languages else None
    known = region if region in kind.subdivisions else None
    found = kind(years=year, subdiv=known, language=language)
    return {day: Holiday(day, _MARK.sub("", name), _ESTIMATED in name) for day, name in sorted(found.items())}


@functools.cache
def regions(country: str) -> dict[str, str]:
    """Return the regions of a country that have holidays of their own: names by code, as they are called in English."""
    kind = getattr(holidays, country)
    named: dict[str, str] = {}
    for name, code in kind.subdivisions_aliases.items():
        named.setdefault(code, name)  # the English name comes first
    return {code: named.get(code, code) for code in kind.subdivisions}


def country_name(country: str) -> str:
    """Name a country in the reader's language."""
    return _(COUNTRIES[country]) if country in COUNTRIES else country


def named(reason: str) -> str:
    """Name holidays in the reader's language; two on one day are parted by a semicolon. Other words stay."""
    comma = _(" and ")
    return comma.join(_(part) for part in reason.split("; ") if part)


def is_known(reason: str) -> bool:
    """Test whether these words name official holidays, and none that somebody wrote."""
    return all(part in NAMES for part in reason.split("; "))
