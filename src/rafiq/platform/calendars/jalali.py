"""The Jalali (solar Hijri) calendar by arithmetic.

Leap years follow the 33-year cycle (8 leap years: each fourth, and once a fifth), which agrees with the astronomical
calendar of Iran for every date a customer service meets (1 Farvardin 1244 to 1472).
"""

from datetime import date
from typing import Final

# The cycle is counted from 979, so that the rule below is a plain division.
_CYCLE_START: Final = 979
_EPOCH: Final = date(1600, 3, 20).toordinal()
_CYCLE_YEARS: Final = 33
_CYCLE_DAYS: Final = 33 * 365 + 8
_FIRST_HALF: Final = 6 * 31


def from_ordinal(ordinal: int) -> tuple[int, int, int]:
    """This will return (year, month, day) of Python's day number."""
    cycles, rest = divmod(ordinal - _EPOCH, _CYCLE_DAYS)
    offset = min(rest // 365, _CYCLE_YEARS - 1)
    if _days_before(offset) > rest:
        offset -= 1
    day = rest - _days_before(offset)
    year = _CYCLE_START + cycles * _CYCLE_YEARS + offset
    if day < _FIRST_HALF:
        return year, day // 31 + 1, day % 31 + 1
    day -= _FIRST_HALF
    return year, day // 30 + 7, day % 30 + 1


def to_ordinal(year: int, month: int, day: int) -> int:
    """This will return Python's day number of a Jalali date that exists (see `month_length`)."""
    cycles, offset = divmod(year - _CYCLE_START, _CYCLE_YEARS)
    before_month = (month - 1) * 31 - max(month - 7, 0)
    return _EPOCH + cycles * _CYCLE_DAYS + _days_before(offset) + before_month + day - 1


def month_length(year: int, month: int) -> int:
    """This will return how many days a month has: 31, 30, or 29 for Esfand of a common year."""
    if month <= 6:
        return 31
    return 30 if month <= 11 or is_leap(year) else 29


def is_leap(year: int) -> bool:
    """This will tell whether Esfand of `year` has 30 days."""
    offset = (year - _CYCLE_START) % _CYCLE_YEARS
    return _days_before(offset + 1) - _days_before(offset) > 365


def _days_before(offset: int) -> int:
    """Days of a cycle before its year number `offset` (0 to 33)."""
    return 365 * offset + min((offset + 3) // 4, 8)
