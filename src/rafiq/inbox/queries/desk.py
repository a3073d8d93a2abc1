"""What surrounds every list and conversation: counts, teams, tags, names; one statement for all of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Team
from rafiq.inbox.models import Channel, Mention, Tag
from rafiq.inbox.queries.conversations import View, in_view, visible_to

COUNT_LIMIT = 100

_LISTED = (View.MINE, View.UNASSIGNED, View.OPEN)
_OF_TEAM = f"""
    SELECT coalesce(json_object_agg(team.id, (
        SELECT count(*) FROM (
            SELECT FROM inbox_conversation
            WHERE team_id = team.id AND resolved_at IS NULL AND snoozed_until IS NULL LIMIT {COUNT_LIMIT}
        ) AS one
    )), '{{}}') FROM accounts_team AS team
"""  # noqa: S608  # constants only

type Part = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as a list of conversations names it."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag as lists and conversations name it."""

    id: int
    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as lists and filters name it."""

    id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """How everybody is called whom the log may tell of, former colleagues too."""

    agents: dict[int, str]
    teams: dict[int, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """The frame of the workspace; `teams` are those this agent may open."""

    counts: dict[str, int]
    names: Names
    teams: tuple[TeamRow, ...]
    tags: tuple[TagRow, ...]
    channels: tuple[ChannelRow, ...]


def counts(agent: Agent) -> dict[str, int]:
    """Count the views that call for work, in one statement; each stops at 100, shown as "99+"."""
    counted, parts = _counting(agent)
    return dict(zip(counted, _select(parts), strict=True))


def names() -> Names:
    """Name all agents and teams, with one statement."""
    agents, teams = (_plain(value) for value in _select(_named()))
    return _names(agents, teams)


def desk(agent: Agent) -> Desk:
    """Read counts, teams, tags, channels and names with one statement."""
    counted, parts = _counting(agent)
    hidden = accounts.hidden_teams(agent)
    lists = [
        *_named(),
        _listed(Team.objects.exclude(pk__in=hidden.values("pk")).order_by("name"), "id", "name"),
        (_OF_TEAM, ()),
        _listed(Tag.objects.order_by("name"), "id", "name", "hue"),
        _listed(Channel.objects.order_by("kind", "name"), "id", "kind", "name"),
    ]
    found = _select(parts + lists)
    agents, teams, shown, of_team, tags, channels = (_plain(value) for value in found[len(counted) :])
    return Desk(
        counts=dict(zip(counted, found, strict=False)),
        names=_names(agents, teams),
        teams=tuple(TeamRow(one["id"], one["name"], of_team.get(str(one["id"]), 0)) for one in shown),
        tags=tuple(TagRow(one["id"], one["name"], one["hue"]) for one in tags),
        channels=tuple(ChannelRow(**one) for one in channels),
    )


def _named() -> list[Part]:
    return [_listed(Agent.objects.order_by("name"), "id", "name"), _listed(Team.objects.order_by("name"), "id", "name")]


def _names(agents: list[dict[str, Any]], teams: list[dict[str, Any]]) -> Names:
    return Names({one["id"]: one["name"] for one in agents}, {one["id"]: one["name"] for one in teams})


def _counting(agent: Agent) -> tuple[list[str], list[Part]]:
    """Name the counts and write each as a sub-select that stops early."""
    seen = visible_to(agent)
    # In the order of the lists: the planner then takes the index made for the list, however few there are in it.
    listed = {view: in_view(seen, agent, view).order_by("-last_at", "-pk") for view in _LISTED}
    found: dict[str, QuerySet[Any]] = {str(view): one for view, one in listed.items()}
    found[str(View.RISK)] = in_view(seen, agent, View.RISK).order_by()
    found[str(View.SNOOZED)] = in_view(seen, agent, View.SNOOZED)
    found[str(View.MENTIONS)] = Mention.objects.filter(agent=agent, seen_at=None)
    found["waiting"] = seen.waiting().filter(Q(assignee=agent) | Q(assignee=None))
    return list(found), [_counted(one) for one in found.values()]


def _counted(found: QuerySet[Any]) -> Part:
    sql, values = found.values("pk")[:COUNT_LIMIT].query.sql_with_params()
    return f"SELECT count(*) FROM ({sql}) AS one", tuple(values)  # noqa: S608  # the ORM's own SQL, parameters apart


def _listed(found: QuerySet[Any], *columns: str) -> Part:
    objects = found.values_list(JSONObject(**{column: F(column) for column in columns}))
    sql, values = objects.query.sql_with_params()
    return f"SELECT array_to_json(ARRAY({sql}))", tuple(values)


def _select(parts: list[Part]) -> tuple[Any, ...]:
    """Read several scalar selects with one statement."""
    statement = "SELECT " + ", ".join(f"({sql})" for sql, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _, values in parts for value in values])
        return tuple(cursor.fetchone() or ())


def _plain(value: Any) -> Any:  # noqa: ANN401  # JSON
    return json.loads(value) if isinstance(value, str) else value
