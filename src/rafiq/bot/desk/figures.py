"""Small arithmetic of the dashboard: shares with their interval, weeks, medians in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rafiq.platform import calendars

Z = 1.959964  # 95 %
FEW = 30
"""Below so many a share says little: it is greyed, and its interval is shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the interval in which the true share lies 95 times in 100."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share itself, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def is_small(self) -> bool:
        """Test whether it rests on too few to be read as it stands."""
        return self.whole < FEW

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest likely share."""
        return wilson(self.part, self.whole)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (0 … 1) after E. B. Wilson (1927), which holds for few and for rare too."""
    if whole <= 0:
        return 0.0, 1.0
    share, square = part / whole, Z * Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = Z / (1 + square / whole) * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def week_starts(*, at: datetime, weeks: int, language: str, zone: str) -> list[datetime]:
    """Return when each of the last weeks began, the oldest first, this one last, and when this one ends."""
    today = calendars.local_date(at, zone=zone)
    first = today - timedelta(days=(today.weekday() - calendars.first_weekday(language)) % 7)
    days: list[date] = [first - timedelta(weeks=back) for back in range(weeks - 1, -2, -1)]
    return [calendars.moment_of(day, zone=zone) for day in days]
