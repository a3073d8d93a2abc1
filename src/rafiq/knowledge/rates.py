"""How far a share of few votes can be trusted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

FEW: Final = 10
_Z: Final = 1.96  # 95 of 100 times


@dataclass(frozen=True, slots=True)
class Rate:
    """How many said yes of how many, with the interval in which the true share lies in 95 of 100 cases (Wilson)."""

    yes: int
    total: int

    @property
    def share(self) -> float:
        """The share of yes, from 0 to 1; 0 where nobody voted."""
        return self.yes / self.total if self.total else 0.0

    @property
    def is_small(self) -> bool:
        """Test whether too few voted to say much."""
        return self.total < FEW

    @property
    def low(self) -> float:
        """The lower end of the interval, from 0 to 1."""
        return self._ends[0]

    @property
    def high(self) -> float:
        """The upper end of the interval, from 0 to 1."""
        return self._ends[1]

    @property
    def _ends(self) -> tuple[float, float]:
        """Wilson, J. Am. Stat. Assoc. 22 (1927), 209: honest with few votes, and never outside 0 to 1."""
        if not self.total:
            return 0.0, 1.0
        square, count = _Z * _Z, self.total
        middle = self.share + square / (2 * count)
        width = _Z * math.sqrt(self.share * (1 - self.share) / count + square / (4 * count * count))
        whole = 1 + square / count
        return max(0.0, (middle - width) / whole), min(1.0, (middle + width) / whole)
