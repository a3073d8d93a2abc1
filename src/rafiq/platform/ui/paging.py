"""What addresses of lists carry: numbers, and the last row of a page, after which the next one begins."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime
from typing import Final

from rafiq.platform import text

type Key = tuple[datetime, int]

_LONGEST: Final = 17
"""Digits that any bigint has room for."""


def natural(given: str | None) -> int | None:
    """Read a number from an address, in the digits of any script; None for anything else."""
    plain = text.ascii_digits(given or "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST else None


def written(moment: datetime, number: int) -> str:
    """Write the last row of a page, its moment and its number, as `key` reads it."""
    return f"{moment.isoformat()},{number}"


def key(given: str | None) -> Key | None:
    """Read the last row of a page; None for anything else, and for moments that no other time zone could tell."""
    moment, _comma, number = (given or "").rpartition(",")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    pk = natural(number)
    return (at, pk) if pk is not None and at.tzinfo and MINYEAR < at.year < MAXYEAR else None
