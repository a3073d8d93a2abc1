"""Queues and rules, who waits in them, and what is offered to whom."""

from rafiq.routing.models.line import Entry, Lane, Offer
from rafiq.routing.models.queues import Overflow, Queue, Rule, Speaks, Way
from rafiq.routing.models.seats import Holding, Seat

__all__ = ["Entry", "Holding", "Lane", "Offer", "Overflow", "Queue", "Rule", "Seat", "Speaks", "Way"]
