"""For which requests something is meant: read from JSON, tested on a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rafiq.inbox.models import Conversation
from rafiq.routing import conditions
from rafiq.routing.conditions import BadConditions, Conditions, Facts
from rafiq.routing.queries.facts import facts_of


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is given must hold; of several values of one kind one is enough. Nothing given means every request.

    Channels, languages, tags and words are what rules of routing ask (words count where the customer began with them).
    """

    about: Conditions = field(default_factory=Conditions)
    teams: tuple[int, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return self.about.plain() | ({"teams": list(self.teams)} if self.teams else {})

    def holds(self, facts: Facts) -> bool:
        """Test whether it is about a conversation of which this is known."""
        return (not self.teams or facts.team_id in self.teams) and conditions.hold(self.about, facts)


def parse(given: Mapping[str, Any]) -> Asked:
    """Read it from JSON.

    Raises:
        BadConditions: if it is of another shape.
    """
    about = {name: value for name, value in given.items() if name != "teams"}
    teams = given.get("teams", [])
    if not isinstance(teams, list) or not all(isinstance(one, int) for one in teams):
        raise BadConditions
    return Asked(conditions.parse(about), tuple(teams))


def facts(conversation: Conversation, wishes: Sequence[Asked]) -> Facts:
    """Read what these wishes need to know of a conversation: two statements at most."""
    [found] = facts_of([conversation], [one.about for one in wishes], at=conversation.created_at)
    return found
