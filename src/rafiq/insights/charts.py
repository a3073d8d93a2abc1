"""Where the marks of charts stand: shares of the width, pixels of the height; mirrored where time runs right to left.

Widths are percentages so that a chart fits any page without its letters shrinking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rafiq.platform.ui.charts import Segment, percent, px

HEIGHT: Final = 150
HEAD: Final = 22
"""Pixels above the highest mark, for its label."""
_GAP: Final = 0.3


@dataclass(frozen=True, slots=True)
class Bar:
    """One column; x, width and middle in percent, y and height in pixels."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line through the points there are, and those that stand alone."""

    segments: tuple[Segment, ...]
    dots: tuple[tuple[str, str], ...]


def bars(values: Sequence[float], *, most: float, is_rtl: bool) -> list[Bar]:
    """Draw columns side by side, the first where reading begins."""
    width = 100 / max(len(values), 1)
    return [_bar(place, value, most or 1, width, is_rtl=is_rtl) for place, value in enumerate(values)]


def line(values: Sequence[float | None], *, most: float, is_rtl: bool) -> Line:
    """Draw a line over the middles of columns; where there is no value it is broken."""
    width = 100 / max(len(values), 1)
    points = [
        None if value is None else (percent(_middle(place, width, is_rtl=is_rtl)), px(_y(value, most or 1)))
        for place, value in enumerate(values)
    ]
    pairs = pairwise(points)
    segments = tuple(Segment(*one, *other) for one, other in pairs if one and other)
    alone = (
        point for place, point in enumerate(points)
        if point and not (place and points[place - 1]) and not (place + 1 < len(points) and points[place + 1])
    )  # fmt: skip
    return Line(segments, tuple(alone))


def ticks(count: int, *, most: int = 6) -> list[int]:
    """Choose which of so many places are named below the axis: evenly, few enough to have room."""
    every = max(1, -(-count // most))
    return list(range(every // 2, count, every))


def level(count: int, most: int, *, levels: int = 5) -> int:
    """Return how dark a field of a heat map is: 0 for nothing, else 1 to `levels`."""
    return -(-count * levels // most) if count and most else 0


def _bar(place: int, value: float, most: float, width: float, *, is_rtl: bool) -> Bar:
    centre, top = _middle(place, width, is_rtl=is_rtl), _y(value, most)
    wide = width * (1 - _GAP)
    return Bar(
        percent(centre - wide / 2), px(top), percent(wide), px(HEIGHT - top), percent(centre), px(top - 6)
    )  # fmt: skip


def _middle(place: int, width: float, *, is_rtl: bool) -> float:
    along = (place + 0.5) * width
    return 100 - along if is_rtl else along


def _y(value: float, most: float) -> float:
    return HEIGHT - min(value / most, 1) * (HEIGHT - HEAD)
