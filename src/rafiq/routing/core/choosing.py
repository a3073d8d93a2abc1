"""The two decisions: what this agent takes next, and who of these agents takes this one.

Both are pure, and both break every tie in the end by id: the same people waiting and the same agents free always lead
to the same answer, whatever order they are handed over in.
"""

from __future__ import annotations

from collections.abc import Iterable

from rafiq.routing.core.shapes import Free, Lane, Waiting
from rafiq.routing.core.urgency import FAMILIAR


def can_take(agent: Free, entry: Waiting) -> bool:
    """Test whether an agent may be asked: room for it, in one of the teams, the skills at their levels, the language.

    Who has refused it already is not asked again.
    """
    has_room = agent.capacity - agent.used >= entry.weight or (not agent.used and agent.capacity > 0)
    return has_room and agent.id not in entry.refused_by and fits(agent, entry.lane)


def fits(agent: Free, lane: Lane) -> bool:
    """Test whether an agent is one of those a lane is for, free or not."""
    if lane.teams and lane.teams.isdisjoint(agent.teams):
        return False
    if lane.language and lane.language not in agent.languages:
        return False
    return all(agent.skills.get(skill, 0) >= level for skill, level in lane.skills.items())


def next_for(agent: Free, waiting: Iterable[Waiting]) -> Waiting | None:
    """Choose what an agent takes next: the most urgent they can take; a customer they know counts `FAMILIAR` sooner.

    It is enough to hand over the first few of every lane, since no other of a lane can be chosen before them, but for
    those whom the agent knows or refused.
    """
    able = (one for one in waiting if can_take(agent, one))
    return min(able, key=lambda one: order_for(agent, one), default=None)


def order_for(agent: Free, entry: Waiting) -> tuple[float, float, int]:
    """Return what an agent's choices are ordered by, the smallest first."""
    lead = FAMILIAR if agent.id in entry.known_by else 0.0
    return (entry.urgent_at - lead, entry.entered_at, entry.id)


def best_for(entry: Waiting, agents: Iterable[Free]) -> Free | None:
    """Choose who takes it: who knows the customer, then who has the least load, then who has been idle the longest."""
    able = [one for one in agents if can_take(one, entry)]
    if len(able) < 2:
        return able[0] if able else None
    return min(able, key=lambda one: (one.id not in entry.known_by, one.share, one.idle_since, one.id))
