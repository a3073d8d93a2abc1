"""Who is there now, who should be, and what they can do."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from rafiq.accounts.models import Agent, Team
from rafiq.workforce import hours, kinds
from rafiq.workforce.models import Absence, AgentLanguage, AgentSkill, Availability, Desk, Skill, WorkforceSettings
from rafiq.workforce.queries.hours import AllHours, all_hours
from rafiq.workforce.timetable import Calendar, Timetable

_AVAILABILITIES = {one.value: one for one in Availability}


@dataclass(frozen=True, slots=True)
class AgentAtWork:
    """An active agent at a moment.

    `is_on_schedule`: they work now, by their own week or their teams' hours, holidays and planned absences counted.
    `skills` are levels (1 to 5) by the skill's id, `languages` by code; `capacity` is what they can carry at once, in
    units (`weights` tells what a conversation weighs); `covers` are the agents they stand in for now.
    """

    agent_id: int
    name: str
    availability: Availability
    is_automatic: bool
    since: datetime | None
    is_on_schedule: bool
    is_absent: bool
    capacity: int
    team_ids: frozenset[int] = frozenset()
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    covers: frozenset[int] = frozenset()

    @property
    def is_online(self) -> bool:
        """Whether they take conversations."""
        return self.availability == Availability.ONLINE


def settings() -> WorkforceSettings:
    """Return what holds for everybody (an unsaved default before anybody set it)."""
    return WorkforceSettings.objects.filter(pk=1).first() or WorkforceSettings(pk=1)


def weights() -> dict[str, int]:
    """Return what a conversation weighs, in units of capacity, by kind of channel; 1 where a kind is not named."""
    return kinds.by_kind(settings().weights)


def available_agents(
    *,
    at: datetime,
    team_ids: Collection[int] | None = None,
    agent_ids: Collection[int] | None = None,
    only_online: bool = True,
) -> list[AgentAtWork]:
    """List the active agents of some teams (else of all), by id: who is online, or with `only_online` false everybody.

    Seven statements, however many they are; four more in a process where hours changed since it asked last.
    """
    wanted = Agent.objects.filter(is_active=True)
    if team_ids is not None:
        wanted = wanted.filter(pk__in=Team.members.through.objects.filter(team__in=team_ids).values("agent_id"))
    if agent_ids is not None:
        wanted = wanted.filter(pk__in=list(agent_ids))
    if only_online:
        wanted = wanted.filter(desk__availability=Availability.ONLINE)
    return _at_work(wanted, at=at)


def _at_work(wanted: QuerySet[Agent], *, at: datetime) -> list[AgentAtWork]:
    usual, ids = settings().capacity, wanted.values("pk")
    teams = _sets(Team.members.through.objects.filter(agent__in=ids).values_list("agent_id", "team_id"))
    skills = _levels(AgentSkill.objects.filter(agent__in=ids).values_list("agent_id", "skill_id", "level"))
    languages = _levels(AgentLanguage.objects.filter(agent__in=ids).values_list("agent_id", "language", "level"))
    away = dict(_absences(at).values_list("agent_id", "cover_id"))
    covers = _sets((cover, agent) for agent, cover in away.items() if cover is not None)
    schedule = Schedules(all_hours(), at)
    # As text a week is its own key: it is read once, however many people have it.
    rows = wanted.order_by("pk").annotate(week=Cast("desk__week", TextField())).values_list(
        "pk", "name", "desk__availability", "desk__is_automatic", "desk__since", "desk__capacity", "desk__time_zone",
        "week",
    )  # fmt: skip
    found = []
    for pk, name, availability, is_automatic, since, capacity, zone, week in rows:
        own_teams = frozenset(teams.get(pk, ()))
        found.append(
            AgentAtWork(
                agent_id=pk, name=name, availability=_AVAILABILITIES[availability or "OFF"],
                is_automatic=is_automatic is not False, since=since, is_absent=pk in away,
                is_on_schedule=pk not in away and schedule.is_on(zone or "", week or "[]", own_teams),
                capacity=usual if capacity is None else capacity, team_ids=own_teams, skills=skills.get(pk, {}),
                languages=languages.get(pk, {}), covers=frozenset(covers.get(pk, ())),
            )
        )  # fmt: skip
    return found


def _absences(at: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(begins_at__lte=at, ends_at__gt=at)


def _sets(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found


def _levels[Key](rows: Iterable[tuple[int, Key, int]]) -> dict[int, dict[Key, int]]:
    found: dict[int, dict[Key, int]] = defaultdict(dict)
    for agent_id, key, level in rows:
        found[agent_id][key] = level
    return found


class Schedules:
    """Whether weeks of people are worked at one moment; equal weeks and equal sets of teams are asked once."""

    def __init__(self, hours_of_all: AllHours, at: datetime) -> None:
        self._hours, self._at = hours_of_all, at
        self._weeks: dict[tuple[str, str], bool | None] = {}
        self._teams: dict[frozenset[int], bool] = {}
        self._free: dict[frozenset[int], bool] = {}

    def is_on(self, zone: str, week: str, team_ids: frozenset[int]) -> bool:
        """Test whether somebody with this week of their own (JSON; else the hours of their teams) works now."""
        key = zone, week
        if key not in self._weeks:
            self._weeks[key] = self._own(zone, json.loads(week))
        own = self._weeks[key]
        return self._team(team_ids) if own is None else own and not self._is_free(team_ids)

    def _own(self, zone: str, week: hours.Week) -> bool | None:
        if not any(week):
            return None
        return Timetable((Calendar(zone, hours.plain(week)),)).is_open(self._at)

    def _team(self, team_ids: frozenset[int]) -> bool:
        if team_ids not in self._teams:
            self._teams[team_ids] = self._hours.covering(team_ids).is_open(self._at)
        return self._teams[team_ids]

    def _is_free(self, team_ids: frozenset[int]) -> bool:
        """Test whether all their teams have a day off that is usually none: then whoever has own hours has it too."""
        if team_ids not in self._free:
            found = self._hours.covering(team_ids).calendars
            self._free[team_ids] = bool(found) and all(one.is_day_off(self._at) for one in found)
        return self._free[team_ids]


def desk_of(agent: Agent) -> Desk | None:
    """Find an agent's desk; None for whoever was never here."""
    return Desk.objects.filter(agent=agent.pk).first()


def skills() -> QuerySet[Skill]:
    """List the skills, by name."""
    return Skill.objects.order_by("name", "pk")


def absences(*, after: datetime, agent_id: int | None = None) -> QuerySet[Absence]:
    """List the absences that end later than a moment, of everybody or of one agent, soonest first."""
    found = Absence.objects.filter(ends_at__gt=after).select_related("agent", "cover").order_by("begins_at", "pk")
    return found if agent_id is None else found.filter(agent=agent_id)


def cover_of(agent_id: int, *, at: datetime) -> int | None:
    """Find who stands in for an agent at a moment: the cover of an absence, or of the cover's own; None if nobody."""
    covers, seen = dict(_absences(at).values_list("agent_id", "cover_id")), {agent_id}
    found = covers.get(agent_id)
    while found is not None and found in covers and found not in seen:
        seen.add(found)
        found = covers[found]
    return None if found in seen else found
