"""How procedures are followed: how often begun, done, given up, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from rafiq.practice.content import Procedure
from rafiq.practice.models import Checklist, Kind
from rafiq.practice.naming import called
from rafiq.practice.queries.standards import newest


@dataclass(frozen=True, slots=True)
class Place:
    """Where a procedure was left, and how often; `words` are the step as the newest version that has it says it."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Followed:
    """How one procedure was followed since a moment."""

    standard_id: int
    name: str
    begun: int
    done: int
    given_up: int
    set_aside: int
    places: tuple[Place, ...]

    @property
    def is_open(self) -> int:
        """Count those that go on."""
        return self.begun - self.done - self.given_up - self.set_aside


def how_followed(*, since: datetime) -> list[Followed]:
    """Count how procedures begun since a moment were followed, each with where it was given up, most often first."""
    rows = Checklist.objects.filter(begun_at__gte=since).values_list("standard_id", "state", "stopped_at")
    states: dict[int, Counter[str]] = defaultdict(Counter)
    places: dict[int, Counter[str]] = defaultdict(Counter)
    for standard_id, state, stopped_at in rows.iterator():
        states[standard_id][state] += 1
        if state == Checklist.State.GIVEN_UP:
            places[standard_id][stopped_at] += 1
    found = []
    for version in newest(Kind.PROCEDURE):
        counted = states[version.standard_id]
        procedure = Procedure.parse(version.content)
        left = tuple(
            Place(called(step.texts) if (step := procedure.step(key)) else "", count)
            for key, count in places[version.standard_id].most_common(5)
        )
        found.append(
            Followed(
                version.standard_id, called(version.names), counted.total(), counted[Checklist.State.DONE],
                counted[Checklist.State.GIVEN_UP], counted[Checklist.State.SET_ASIDE], left,
            )
        )  # fmt: skip
    return found
