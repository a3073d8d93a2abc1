"""A wait in words that are no more exact than what is known: half of all estimates are off by half."""

from __future__ import annotations

from typing import Final

STEPS: Final = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)
"""Minutes that are named; so far apart that each means something else to whoever waits."""
TOO_LONG: Final = 75 * 60.0


def minutes_told(seconds: float) -> int | None:
    """Round a wait to the minutes that are named for it, upwards where it lies between two; None: more than an hour."""
    if seconds > TOO_LONG:
        return None
    return next((step for step in STEPS if seconds <= step * 60), STEPS[-1])
