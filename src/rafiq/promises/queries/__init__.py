"""Reads of what was promised."""

from rafiq.promises.queries.given import given_policy, to_give
from rafiq.promises.queries.open import OpenPromise, Wanted, open_promises
from rafiq.promises.queries.policies import in_force, newest
from rafiq.promises.queries.shown import Shown, at_risk, due_at, levels_of, mark, promises_of, read_mark

__all__ = [
    "OpenPromise",
    "Shown",
    "Wanted",
    "at_risk",
    "due_at",
    "given_policy",
    "in_force",
    "levels_of",
    "mark",
    "newest",
    "open_promises",
    "promises_of",
    "read_mark",
    "to_give",
]
