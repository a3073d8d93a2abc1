"""What all charts are drawn with: shares of the width in percent, so that letters do not shrink; heights in pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight piece of a line; x in percent, y in pixels."""

    x1: str
    y1: str
    x2: str
    y2: str


def percent(value: float) -> str:
    """Write a share of the width."""
    return f"{value:.2f}%"


def px(value: float) -> str:
    """Write a height."""
    return f"{value:.1f}"
