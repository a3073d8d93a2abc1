"""Where the marks of charts stand: shares of the width, pixels of the height; mirrored where time runs right to left.

Widths are percentages so that a chart fits any page without its letters shrinking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rafiq.bot.desk.curves import Point
from rafiq.platform.ui.charts import Segment, percent, px

HEIGHT = 160
_GAP = 0.28
_SIDE = 6.0  # percent left free at both sides, for words


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a column; x and width in percent, y and height in pixels."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """One week: its pieces from the bottom up, the middle of its words, and how many it holds."""

    place: int
    middle: str
    top: str
    total: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Error against share answered: the line, and where the chosen point stands."""

    segments: tuple[Segment, ...]
    mark: tuple[str, str] | None
    limit: str
    highest: float


def columns(weeks: Sequence[Mapping[str, int]], kinds: Sequence[str], *, is_rtl: bool) -> list[Column]:
    """Stack the counts of each week, the oldest first where reading begins."""
    most = max((sum(week.get(kind, 0) for kind in kinds) for week in weeks), default=0) or 1
    width = 100 / max(len(weeks), 1)
    return [_column(place, week, kinds, most, width, is_rtl=is_rtl) for place, week in enumerate(weeks)]


def _column(  # what one column is made of
    place: int, week: Mapping[str, int], kinds: Sequence[str], most: int, width: float, *, is_rtl: bool
) -> Column:
    start = 100 - (place + 1) * width if is_rtl else place * width
    bars, floor = [], float(HEIGHT)
    for kind in kinds:
        height = week.get(kind, 0) / most * (HEIGHT - 20)
        floor -= height
        if height:
            bars.append(
                Bar(kind, percent(start + width * _GAP / 2), px(floor), percent(width * (1 - _GAP)), px(height))
            )
    total = sum(week.get(kind, 0) for kind in kinds)
    return Column(place, percent(start + width / 2), px(floor - 5), total, tuple(bars))


def error_curve(points: Sequence[Point], *, mark: Point | None, error_rate: float, is_rtl: bool) -> Curve:
    """Draw the share answered along the width and the share wrong along the height."""
    highest = max([point.wrong for point in points] + [error_rate * 1.5])

    def place(point: Point) -> tuple[str, str]:
        along = _SIDE + point.answered * (100 - 2 * _SIDE)
        return percent(100 - along if is_rtl else along), px(HEIGHT - point.wrong / highest * (HEIGHT - 20))

    places = [place(point) for point in points]
    segments = tuple(Segment(*one, *other) for one, other in pairwise(places))
    limit = px(HEIGHT - error_rate / highest * (HEIGHT - 20))
    return Curve(segments, place(mark) if mark else None, limit, highest)
