"""Waits in logarithmic buckets: a histogram that can be added up over any days, and whose quantiles are nearly exact.

After DDSketch (C. Masson, J. E. Rim, H. K. Lee: "DDSketch: a fast and fully-mergeable quantile sketch with
relative-error guarantees", PVLDB 12(12), 2019): the bucket of `x` seconds is `ceil(log_g(x))` with
`g = (1 + a) / (1 - a)`, and every wait in it is within `a` of the bucket's value `2 g^i / (g + 1)`.
"""

from __future__ import annotations

import math
from typing import Final

ERROR: Final = 0.02
"""Relative error of every quantile, at most."""
GAMMA: Final = (1 + ERROR) / (1 - ERROR)
LOG_GAMMA: Final = math.log(GAMMA)

type Histogram = dict[int, int]
"""How many waits are in each bucket."""

BUCKET_SQL: Final = (
    f"CASE WHEN {{0}} IS NULL THEN NULL WHEN {{0}} < 1 THEN 0 ELSE 1 + ceil(ln({{0}}::float8) / {LOG_GAMMA!r})::int END"
)
"""Statement text: the bucket of so many seconds."""


def bucket(seconds: float) -> int:
    """Return the bucket of a wait; 0 is less than a second."""
    return 0 if seconds < 1 else 1 + math.ceil(math.log(seconds) / LOG_GAMMA)


def value(number: int) -> float:
    """Return the wait, in seconds, that stands for a bucket."""
    return 0.0 if number < 1 else 2 * GAMMA ** (number - 1) / (GAMMA + 1)


def merged(*those: Histogram) -> Histogram:
    """Add histograms up."""
    found: Histogram = {}
    for one in those:
        for number, count in one.items():
            found[number] = found.get(number, 0) + count
    return found
