"""What teams, people, channels and languages are called, for this reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Language, Team
from rafiq.insights.queries.wanted import Dimension


@dataclass(frozen=True, slots=True)
class Names:
    """Names by dimension and value; what is unknown or hidden is said in words."""

    agents: Mapping[int, str]
    teams: Mapping[int, str]
    channels: Mapping[str, str]
    hidden: frozenset[int]
    knows_all: bool = True

    def of(self, dimension: Dimension, value: object) -> str:
        """Name one value."""
        match dimension, value:
            case Dimension.AGENT, int(pk):
                unknown = _("Somebody who is gone") if self.knows_all else _("A colleague")
                return self.agents.get(pk) or (unknown if pk else _("Nobody"))
            case Dimension.TEAM, int(pk):
                unknown = _("A private team") if pk in self.hidden else _("A team that is gone")
                return self.teams.get(pk) or (unknown if pk else _("Without a team"))
            case Dimension.CHANNEL, str(kind):
                return self.channels.get(kind, kind)
            case _, str(code):
                return dict(Language.choices).get(code, "") or _("Not known")
        return str(value)


def names(reader: Agent, channels: Mapping[str, str]) -> Names:
    """Read the names this reader may know; `channels` names the kinds. Three statements at most."""
    hidden = frozenset(accounts.hidden_team_ids(reader))
    teams = dict(Team.objects.exclude(pk__in=hidden).values_list("pk", "name"))
    agents = dict(Agent.objects.values_list("pk", "name")) if reader.is_supervisor else {reader.pk: reader.name}
    return Names(agents, teams, channels, hidden, reader.is_supervisor)
