"""Honest statistics of waits and shares: those still waiting count, and small numbers come with their interval."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rafiq.insights import sketch
from rafiq.insights.sketch import Histogram

FEW: Final = 10
"""Below so many a figure is greyed and shown with its interval."""
Z: Final = 1.959964  # 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share itself; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def is_small(self) -> bool:
        """Test whether it rests on too few to be read as it stands."""
        return 0 < self.whole < FEW

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval after E. B. Wilson (1927), "Probable inference …", JASA 22: right for few and for rare."""
        if self.whole <= 0:
            return 0.0, 1.0
        share, square = self.part / self.whole, Z * Z
        middle = (share + square / (2 * self.whole)) / (1 + square / self.whole)
        spread = math.sqrt(share * (1 - share) / self.whole + square / (4 * self.whole**2))
        half = Z / (1 + square / self.whole) * spread
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Quantile:
    """A wait in seconds that so many did not exceed. `is_beyond`: it lies further out than anybody waited yet."""

    seconds: float | None
    is_beyond: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits that ended (`ended`), and waits of which is only known that they are longer than this (`censored`)."""

    ended: Histogram
    censored: Histogram

    @property
    def count(self) -> int:
        """How many began to wait."""
        return sum(self.ended.values()) + sum(self.censored.values())

    @property
    def still(self) -> int:
        """Of how many the end is not known."""
        return sum(self.censored.values())

    @property
    def is_small(self) -> bool:
        """Test whether they are too few to be read as they stand."""
        return 0 < self.count < FEW

    def quantile(self, share: float) -> Quantile:
        """Return the wait that so many did not exceed, after E. L. Kaplan and P. Meier (1958), JASA 53.

        Who still waits, or was never answered, counts among those at risk until then. Without such it is the
        nearest-rank quantile of the histogram.
        """
        at_risk = self.count
        if not at_risk:
            return Quantile(None)
        survival = 1.0
        for number in sorted({*self.ended, *self.censored}):
            ended = self.ended.get(number, 0)
            survival *= 1 - ended / at_risk
            if survival <= 1 - share + 1e-12:
                return Quantile(sketch.value(number))
            at_risk -= ended + self.censored.get(number, 0)
        return Quantile(sketch.value(max({*self.ended, *self.censored})), is_beyond=True)

    def interval(self) -> tuple[Quantile, Quantile]:
        """Return the 95 % interval of the median by its order statistics; below six it is the least and the greatest.

        See W. J. Conover, "Practical Nonparametric Statistics", 3.2. A wait whose end is not known stands where it is
        now, and is marked as beyond.
        """
        ordered = list(self._ordered())
        rank = _rank(len(ordered))
        return (ordered[rank], ordered[-1 - rank]) if ordered else (Quantile(None), Quantile(None))

    def _ordered(self) -> Iterable[Quantile]:
        for number in sorted({*self.ended, *self.censored}):
            yield from [Quantile(sketch.value(number))] * self.ended.get(number, 0)
            yield from [Quantile(sketch.value(number), is_beyond=True)] * self.censored.get(number, 0)


def _rank(count: int) -> int:
    """Return how many may be left off at each end so that 95 times in 100 the median lies between the rest."""
    below, rank = 0.5**count, 0
    while below <= 0.025 and rank < count // 2:
        rank += 1
        below += math.comb(count, rank) * 0.5**count
    return max(0, rank - 1)


def leaving(found: Waits, ends: Iterable[int]) -> list[tuple[Share, int, int]]:
    """Tell for each span of buckets (up to each of `ends`, then longer) how many left of those who waited so long.

    Whoever was answered, or still waits, counts among those who could have left until then, and not after (as in the
    life tables of S. J. Cutler and F. Ederer (1958), J. Chron. Dis. 8, without their half of the span). With each share
    come the first and the last bucket.
    """
    spans = []
    low = 0
    for high in [*ends, sketch.bucket(2**31)]:
        left = sum(count for number, count in found.ended.items() if low <= number <= high)
        reached = sum(
            count for those in (found.ended, found.censored) for number, count in those.items() if number >= low
        )
        spans.append((Share(left, reached), low, high))
        low = high + 1
    return spans
