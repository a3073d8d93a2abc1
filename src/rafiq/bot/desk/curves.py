"""What a chosen error rate means on the company's own questions, from the newest calibration.

`Calibration.figures` holds `questions` (how many were measured) and `curve`, a list of points with `threshold`,
`answered` (share of all questions) and `wrong` (share of the answered).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rafiq.bot.models import Calibration


@dataclass(frozen=True, slots=True)
class Point:
    """At a threshold: the share of questions answered, and the share of those that are wrong."""

    threshold: float
    answered: float
    wrong: float


def curve(calibration: Calibration | None) -> list[Point]:
    """Read the points that were measured, the most cautious first; what is no point is left out."""
    found = calibration.figures.get("curve") if calibration else None
    points = [point for one in found if (point := _point(one))] if isinstance(found, list) else []
    return sorted(points, key=lambda point: (point.answered, -point.threshold))


def chosen(points: Sequence[Point], error_rate: float) -> Point | None:
    """Return the point that answers most with no more wrong than this; None where even the most cautious errs more."""
    fitting = [point for point in points if point.wrong <= error_rate]
    return max(fitting, key=lambda point: point.answered) if fitting else None


def _point(one: Any) -> Point | None:  # noqa: ANN401  # whatever was stored
    if not isinstance(one, Mapping):
        return None
    try:
        point = Point(float(one["threshold"]), float(one["answered"]), float(one["wrong"]))
    except (KeyError, TypeError, ValueError):
        return None
    return point if 0 <= point.answered <= 1 and 0 <= point.wrong <= 1 else None
