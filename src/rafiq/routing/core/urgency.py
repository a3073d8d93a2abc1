"""How urgent it is: one moment that never changes while somebody waits, so that an index can keep everybody in order.

Everybody has a moment by which they should be answered: the promise made to them, or `UNPROMISED` seconds after they
came; being in an emergency, or a customer of a tier, moves it forward. Whoever's moment is the earliest is next. This
is the discipline of urgency numbers of J. R. Jackson ("Some problems in queueing with dynamic priorities", Naval
Research Logistics Quarterly 7, 1960): waiting time counts for all at the same rate, so the order of two who wait
never turns.

Nobody starves: the moment lies at most `LONGEST` after they came and at most `MOST_LEAD` before it. So whoever comes
more than `LONGEST + MOST_LEAD` (and `FAMILIAR`, see `choosing`) after somebody is never taken before them.
"""

from __future__ import annotations

from typing import Final

from rafiq.routing.core.shapes import Severity

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE

UNPROMISED: Final = 30 * MINUTE
"""Those to whom nothing was promised stand in line as if it had been half an hour."""
LONGEST: Final = 8 * HOUR
"""A promise that is due later counts as due then: nobody waits behind newcomers for longer."""
SEVERITY_LEAD: Final = {
    Severity.NORMAL: 0.0,
    Severity.HIGH: 15 * MINUTE,
    Severity.URGENT: 2 * HOUR,
    Severity.EMERGENCY: 12 * HOUR,
}
TIER_LEAD: Final = (0.0, 5 * MINUTE, 15 * MINUTE, HOUR)
"""By the customer's tier: 0 is everybody, 3 the most valued."""
PRIORITY_LEAD: Final = (0.0, 10 * MINUTE, 30 * MINUTE, HOUR)
"""By the queue's own priority, 0 to 3."""
MOST_LEAD: Final = max(SEVERITY_LEAD.values()) + max(TIER_LEAD) + max(PRIORITY_LEAD)
FAMILIAR: Final = 2 * MINUTE
"""So much earlier an agent is given a customer they know."""


def urgent_at(
    entered_at: float,
    *,
    due_at: float | None = None,
    severity: Severity = Severity.NORMAL,
    tier: int = 0,
    priority: int = 0,
) -> float:
    """Return the moment by which somebody should be answered, in the unit of `entered_at` (seconds).

    It lies within `entered_at - MOST_LEAD` and `entered_at + LONGEST`, whatever is given.
    """
    due = entered_at + UNPROMISED if due_at is None else due_at
    due = min(max(due, entered_at), entered_at + LONGEST)
    return due - SEVERITY_LEAD[severity] - _step(TIER_LEAD, tier) - _step(PRIORITY_LEAD, priority)


def _step(leads: tuple[float, ...], number: int) -> float:
    return leads[max(0, min(number, len(leads) - 1))]
