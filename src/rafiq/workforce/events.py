"""What happens around hours and desks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursChanged(Event):
    """The hours of a team (None: the company's) changed; `what` says which part: WEEK, DAY, HOLIDAY, IMPORT."""

    name: ClassVar[str] = "workforce.hours.changed"
    team_id: int | None
    what: str

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityChanged(Event):
    """An agent is available, away, or off duty now; `is_automatic`: since their last page was closed or opened."""

    name: ClassVar[str] = "workforce.availability.changed"
    agent_id: int
    availability: str
    was: str
    is_automatic: bool
    why: str = ""

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePlanned(Event):
    """An agent will be away for a time (ISO moments); `cover_id` stands in for them."""

    name: ClassVar[str] = "workforce.absence.planned"
    agent_id: int
    absence_id: int
    begins_at: str
    ends_at: str
    cover_id: int | None = None

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceCancelled(Event):
    """An agent will be there after all."""

    name: ClassVar[str] = "workforce.absence.cancelled"
    agent_id: int
    absence_id: int

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AbilitiesChanged(Event):
    """What agents can do changed: skills, languages, capacity or schedule of one, or (None) what holds for all."""

    name: ClassVar[str] = "workforce.abilities.changed"
    agent_id: int | None = None

    @override
    def key(self) -> str:
        return "staff"
