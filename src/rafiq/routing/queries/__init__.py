"""Reads about queues, rules, and who waits."""

from rafiq.routing.conditions import is_said, tokens_of
from rafiq.routing.queries.facts import segments_of

__all__ = ["is_said", "segments_of", "tokens_of"]
