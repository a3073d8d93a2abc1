"""How much of their available time agents were busy, of days."""

from __future__ import annotations

from django.db.models import Sum

from rafiq.insights.models import Occupancy
from rafiq.insights.queries.wanted import Dimension, Wanted
from rafiq.insights.statistics import Share


def occupied(wanted: Wanted, *, by: Dimension | None = None) -> dict[int | None, Share]:
    """Return busy of available seconds: by agent, else the only key is None. One statement, or none.

    Time belongs to people only: it is not told apart by team, channel or language.
    """
    if by not in {None, Dimension.AGENT} or set(wanted.filters) - {Dimension.AGENT}:
        return {}
    found = Occupancy.objects.filter(day__gte=wanted.first, day__lte=wanted.last)
    if wanted.agent is not None:
        found = found.filter(agent=wanted.agent)
    if by is None:
        sums = found.aggregate(busy=Sum("busy"), available=Sum("available"))
        return {None: Share(sums["busy"] or 0, sums["available"] or 0)}
    grouped = found.values_list("agent").annotate(busy=Sum("busy"), available=Sum("available"))
    return {agent: Share(busy, there) for agent, busy, there in grouped}
