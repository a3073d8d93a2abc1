"""What the board shows in words: where a conversation was moved to; alerts beside each other in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rafiq.accounts.models import Agent
from rafiq.board.models import Episode
from rafiq.platform.ui.charts import percent

SPAN = timedelta(days=1)
KINDS = frozenset({"QUEUE", "TEAM", "AGENT"})


@dataclass(frozen=True, slots=True)
class Stripe:
    """One episode in the picture of a day: where it begins and how wide it is, in percent."""

    episode: Episode
    x: str
    width: str


def moved(kept: Any, reader: Agent) -> dict[str, Any] | None:  # noqa: ANN401  # JSON
    """Tell the note that moving left; what has lost its shape is left out."""
    if not isinstance(kept, Mapping) or kept.get("to") not in KINDS:
        return None
    told = {name: str(kept.get(name, "")) for name in ("name", "by", "reason")}
    return {**told, "to": str(kept["to"])}


def stripes(found: list[Episode], *, at: datetime, is_rtl: bool) -> list[Stripe]:
    """Draw what went on in the last day; the newest moment where reading ends."""
    begin = at - SPAN
    drawn = []
    for one in found:
        first, last = max(one.began_at, begin), min(one.ended_at or at, at)
        if last <= begin:
            continue
        start, wide = (first - begin) / SPAN * 100, max(0.6, (last - first) / SPAN * 100)
        start = min(start, 100 - wide)
        drawn.append(Stripe(one, percent(100 - start - wide if is_rtl else start), percent(wide)))
    return drawn
