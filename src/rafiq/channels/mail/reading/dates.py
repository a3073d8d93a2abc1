"""The Date header (RFC 5322, §3.3), as strict as need be and as mild as mailers want it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_LONGEST = 200
_STRICT = re.compile(
    r"\s*(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([+-])(\d{2})(\d{2})\b"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?")
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_FARTHEST = timedelta(hours=24)


def parse(value: str) -> datetime | None:
    """Read a date with its zone (UTC where none is told); None where there is none to be read."""
    value = value[:_LONGEST]
    try:
        return _strict(value) or _mild(value) or _iso(value)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _strict(value: str) -> datetime | None:
    match = _STRICT.match(value)
    if not match or not (month := _MONTHS.get(match[2].lower())):
        return None
    offset = timedelta(hours=int(match[8]), minutes=int(match[9]))
    if offset >= _FARTHEST:
        offset = timedelta()
    zone = timezone(-offset if match[7] == "-" else offset)
    second = min(int(match[6] or 0), 59)
    return _sane(datetime(int(match[3]), month, int(match[1]), int(match[4]), int(match[5]), second, tzinfo=zone))


def _mild(value: str) -> datetime | None:
    found = parsedate_tz(value)
    if found is None:
        return None
    offset = timedelta(seconds=found[9] or 0)
    zone = timezone(offset) if abs(offset) < _FARTHEST else UTC
    return _sane(datetime(*found[:5], min(found[5], 59), tzinfo=zone))


def _iso(value: str) -> datetime | None:
    if not (match := _ISO.search(value)):
        return None
    found = datetime.fromisoformat(match[0])
    return _sane(found if found.tzinfo else found.replace(tzinfo=UTC))


def _sane(found: datetime) -> datetime:
    """Make sure that the moment exists in every zone.

    Raises:
        OverflowError: at either end of the calendar, where it does not.
    """
    found - timedelta(days=1)
    found + timedelta(days=1)
    return found
