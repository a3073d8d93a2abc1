"""Reads of what was promised."""

from rafiq.promises.queries.open import OpenPromise, Wanted, open_promises
from rafiq.promises.queries.policies import in_force, newest
from rafiq.promises.queries.shown import Shown, due_at, levels_of, marks_of, promises_of

__all__ = [
    "OpenPromise",
    "Shown",
    "Wanted",
    "due_at",
    "in_force",
    "levels_of",
    "marks_of",
    "newest",
    "open_promises",
    "promises_of",
]
