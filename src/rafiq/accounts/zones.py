"""Time zones as people find them: the cities of our readers by name, all others by their place in the world."""

from __future__ import annotations

import functools
import zoneinfo
from datetime import datetime, timedelta

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from rafiq.platform import text

CITIES = {
    "Asia/Tehran": gettext_noop("Tehran"),
    "Asia/Kabul": gettext_noop("Kabul"),
    "Asia/Dushanbe": gettext_noop("Dushanbe"),
    "Asia/Beirut": gettext_noop("Beirut"),
    "Asia/Dubai": gettext_noop("Dubai"),
    "Asia/Riyadh": gettext_noop("Riyadh"),
    "Asia/Baghdad": gettext_noop("Baghdad"),
    "Asia/Kuwait": gettext_noop("Kuwait"),
    "Asia/Qatar": gettext_noop("Doha"),
    "Asia/Bahrain": gettext_noop("Manama"),
    "Asia/Muscat": gettext_noop("Muscat"),
    "Asia/Aden": gettext_noop("Aden"),
    "Asia/Amman": gettext_noop("Amman"),
    "Asia/Damascus": gettext_noop("Damascus"),
    "Africa/Cairo": gettext_noop("Cairo"),
    "Africa/Khartoum": gettext_noop("Khartoum"),
    "Africa/Tripoli": gettext_noop("Tripoli"),
    "Africa/Tunis": gettext_noop("Tunis"),
    "Africa/Algiers": gettext_noop("Algiers"),
    "Africa/Casablanca": gettext_noop("Casablanca"),
    "Europe/Istanbul": gettext_noop("Istanbul"),
    "Europe/London": gettext_noop("London"),
    "Europe/Paris": gettext_noop("Paris"),
    "Europe/Berlin": gettext_noop("Berlin"),
    "America/New_York": gettext_noop("New York"),
    "America/Toronto": gettext_noop("Toronto"),
    "America/Vancouver": gettext_noop("Vancouver"),
    "America/Los_Angeles": gettext_noop("Los Angeles"),
    "Asia/Kolkata": gettext_noop("Delhi"),
    "Australia/Sydney": gettext_noop("Sydney"),
    "UTC": gettext_noop("Universal time (UTC)"),
}
_COUNTRIES = {
    "Asia/Riyadh": "SA", "Asia/Dubai": "AE", "Asia/Beirut": "LB", "America/Toronto": "CA", "America/Vancouver": "CA",
    "America/New_York": "US", "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US",
}  # fmt: skip
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def choices(*, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """List the zones for a select: known cities in the reader's language first, then all others."""
    quarter = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)  # clocks are set at whole ones
    return [(title, list(zones)) for title, zones in _choices(get_language() or "en", quarter)]


@functools.lru_cache(maxsize=8)
def _choices(language: str, at: datetime) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """List them in this language, which is the one that is active; 500 rules are read and reckoned with for it."""
    del language  # part of what is remembered
    near = tuple((zone, f"{_(city)} {offset(zone, at=at)}") for zone, city in CITIES.items())
    others = tuple((zone, f"{zone.replace('_', ' ')} {offset(zone, at=at)}") for zone in _others())
    return (_("Cities"), near), (_("All time zones"), others)


def exists(zone: str) -> bool:
    """Test whether there is a zone of this name."""
    return zone in _names()


def country_of(zone: str) -> str:
    """Return the country whose way of writing phones is meant where a company's clocks show this zone's time.

    Of those that `text.normal_phone` knows; Iran where it is none of them.
    """
    return _COUNTRIES.get(zone, "IR")


def offset(zone: str, *, at: datetime) -> str:
    """Return how far a zone is from UTC at a moment, such as "+03:30", isolated so that it reads left to right."""
    away = at.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = round(away.total_seconds() / 60)
    sign = "\u2212" if minutes < 0 else "+"
    written = text.digits(f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}", language=get_language() or "en")
    return f"\u2066{written}\u2069"


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@functools.cache
def _others() -> tuple[str, ...]:
    return tuple(sorted(name for name in _names() if name.partition("/")[0] in _REGIONS and name not in CITIES))
