"""How long those who wait will wait, as far as can be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Avg, Count, F, Q, Sum

from rafiq.routing import core
from rafiq.routing.models import Entry, Holding, Seat

LEARNT_FROM: Final = 50
FEW: Final = 3
"""Conversations that must have been handled before anything is said of minutes."""


@dataclass(frozen=True, slots=True)
class Expected:
    """`position` is 1 for whoever is next; `seconds` None: nobody can know yet; `is_anybody_here` to take it."""

    position: int
    seconds: float | None
    is_anybody_here: bool


def expected_for(entry: Entry) -> Expected:
    """Work out how long somebody will wait: who is before them, who can take them, how fast it went lately.

    Four statements. See `core.expecting` for the formula and its source.
    """
    able = _able()
    mine = {agent: capacity for agent, capacity in able.get(entry.lane_id, {}).items() if capacity}
    ahead = core.place(
        _ahead(entry), mine=frozenset(mine), able={lane: frozenset(agents) for lane, agents in able.items()}
    )
    servers = sum(max(1, capacity // max(entry.weight, 1)) for capacity in mine.values())
    count, handling = _handling(entry.queue_id)
    seconds = None
    if count >= FEW:
        seconds = core.expected_wait(ahead, servers=servers, handling=handling, giving_up=_giving_up(entry.queue_id))
    return Expected(int(ahead) + 1, seconds, bool(mine))


def _able() -> dict[int, dict[int, int]]:
    """Find who is there for each lane, and what they can carry at once."""
    found: dict[int, dict[int, int]] = {}
    for agent_id, lanes, capacity in Seat.objects.filter(is_here=True).values_list("agent_id", "lanes", "capacity"):
        for lane in lanes:
            found.setdefault(lane, {})[agent_id] = capacity
    return found


def _ahead(entry: Entry) -> dict[int, int]:
    """Count by lane who is more urgent."""
    earlier = Q(urgent_at__lt=entry.urgent_at) | Q(urgent_at=entry.urgent_at, pk__lt=entry.pk)
    waiting = Entry.objects.filter(earlier, ended_at=None).values_list("lane")
    return dict(waiting.annotate(count=Count("pk")))


def _handling(queue_id: int) -> tuple[int, float]:
    """Return how many of the last ones there are, and the mean seconds an agent had them."""
    last = Holding.objects.filter(queue=queue_id, ended_at__isnull=False).order_by("-ended_at")[:LEARNT_FROM]
    found = Holding.objects.filter(pk__in=last.values("pk")).aggregate(
        count=Count("pk"), mean=Avg(F("ended_at") - F("began_at"))
    )  # fmt: skip
    return found["count"], found["mean"].total_seconds() if found["mean"] else 0.0


def _giving_up(queue_id: int) -> float:
    """Return how many of those who wait leave in a second: those who left over the seconds all waited."""
    last = Entry.objects.filter(queue=queue_id, ended_at__isnull=False).order_by("-ended_at")[: 4 * LEARNT_FROM]
    found = Entry.objects.filter(pk__in=last.values("pk")).aggregate(
        left=Count("pk", filter=Q(state=Entry.State.LEFT)), waited=Sum(F("ended_at") - F("entered_at"))
    )  # fmt: skip
    return found["left"] / found["waited"].total_seconds() if found["waited"] else 0.0
