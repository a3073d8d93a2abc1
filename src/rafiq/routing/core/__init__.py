"""Who takes what, decided without a database or a clock: the product and the simulation ask the same functions."""

from rafiq.routing.core.choosing import best_for, can_take, fits, next_for, order_for
from rafiq.routing.core.expecting import Pace, expected_wait, place
from rafiq.routing.core.line import Line
from rafiq.routing.core.shapes import Free, Lane, Severity, Waiting
from rafiq.routing.core.urgency import FAMILIAR, LONGEST, MOST_LEAD, UNPROMISED, urgent_at

__all__ = [
    "FAMILIAR",
    "LONGEST",
    "MOST_LEAD",
    "UNPROMISED",
    "Free",
    "Lane",
    "Line",
    "Pace",
    "Severity",
    "Waiting",
    "best_for",
    "can_take",
    "expected_wait",
    "fits",
    "next_for",
    "order_for",
    "place",
    "urgent_at",
]
