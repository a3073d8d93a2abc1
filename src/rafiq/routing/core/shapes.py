"""What a decision is made from: who waits for what, and who is free. Moments are seconds since any one beginning."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Severity(enum.IntEnum):
    """How bad it is for the customer that nobody answers; an emergency goes before almost everything."""

    NORMAL = 0
    HIGH = 1
    URGENT = 2
    EMERGENCY = 3


@dataclass(frozen=True, slots=True)
class Lane:
    """What it takes to answer: those who wait for the very same stand in one lane, in order of their urgency.

    `teams` are those the conversation is offered to by now (empty: everybody), `skills` maps a skill to the least
    level.
    """

    id: int
    teams: frozenset[int] = frozenset()
    skills: Mapping[int, int] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One conversation that waits in a lane. `urgent_at` orders all (see `urgency`); `known_by` know this customer."""

    id: int
    lane: Lane
    entered_at: float
    urgent_at: float
    weight: int = 1
    known_by: frozenset[int] = frozenset()
    refused_by: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Free:
    """One agent who may be asked: `capacity` units, `used` of them taken; `idle_since` nothing was given."""

    id: int
    capacity: int = 1
    used: int = 0
    idle_since: float = 0.0
    teams: frozenset[int] = frozenset()
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()

    @property
    def share(self) -> float:
        """How much of their capacity is taken, 0 to 1 (or more: what was handed to them by hand counts, too)."""
        return self.used / self.capacity if self.capacity else 1.0
