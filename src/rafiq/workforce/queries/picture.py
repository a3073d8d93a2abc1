"""A picture of a week: which hours are covered, thin or uncovered, and what customers are told in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from django.db.models import TextField
from django.db.models.functions import Cast

from rafiq.accounts.models import Agent, Team
from rafiq.platform import calendars
from rafiq.workforce import telling
from rafiq.workforce.models import Absence
from rafiq.workforce.queries.hours import AllHours, all_hours
from rafiq.workforce.queries.people import Schedules, settings
from rafiq.workforce.timetable import Timetable

type Cover = Literal["COVERED", "THIN", "UNCOVERED"]
type Group = tuple[str, str, frozenset[int]]

_HOURS = range(24)


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour on the reader's clock. `people` are on schedule in its middle; `share` of it is open, from 0 to 1."""

    begins_at: datetime
    ends_at: datetime
    cover: Cover
    people: int
    share: float

    @property
    def is_part(self) -> bool:
        """Whether only a part of it is open."""
        return 0 < self.share < 1


@dataclass(frozen=True, slots=True)
class Span:
    """Hours in a row with the same cover: the fewest people in them, and what a customer is told at their begin."""

    begins_at: datetime
    ends_at: datetime
    cover: Cover
    people: int
    told: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A week, each day with its hours; and the same as a list."""

    days: list[tuple[date, list[Hour]]]
    spans: list[Span]
    thin_below: int


def picture(team_ids: Collection[int], *, zone: str, first: date, language: str) -> Picture:
    """Draw the seven days from `first` on as somebody in `zone` sees them, for teams that stand in for each other.

    Without teams: the company's hours and everybody. Seven statements, however many people there are.
    """
    found = all_hours()
    table = found.covering(team_ids) if team_ids else found.of(None)
    thin, crew = settings().thin_below, _Crew(found, team_ids, first=first)
    days = [first + timedelta(days=ahead) for ahead in range(7)]
    drawn = [(day, list(_hours(day, zone, table, crew, thin))) for day in days]
    flat = [hour for _day, hours in drawn for hour in hours]
    return Picture(drawn, list(_spans(flat, table, language)), thin)


def _hours(day: date, zone: str, table: Timetable, crew: _Crew, thin: int) -> Iterator[Hour]:
    for hour in _HOURS:
        begin = calendars.moment_of(day, zone=zone, hour=hour)
        end = calendars.moment_of(day + timedelta(days=hour // 23), zone=zone, hour=(hour + 1) % 24)
        length = (end - begin).total_seconds()
        share = table.seconds_between(begin, end) / length if length > 0 else 0.0
        people = crew.size(begin + (end - begin) / 2)
        cover: Cover = "UNCOVERED" if share == 0 else "THIN" if people < thin else "COVERED"
        yield Hour(begin, end, cover, people, share)


def _spans(hours: list[Hour], table: Timetable, language: str) -> Iterator[Span]:
    for cover, rows in groupby(hours, key=lambda hour: hour.cover):
        run = list(rows)
        at = run[0].begins_at
        opening = None if table.is_always else table.opening(at)
        told = telling.who_answers(opening, language=language, at=at)
        yield Span(at, run[-1].ends_at, cover, min(hour.people for hour in run), told)


class _Crew:
    """How many of some teams' people are on schedule at a moment; people with equal weeks are asked once."""

    def __init__(self, hours: AllHours, team_ids: Collection[int], *, first: date) -> None:
        self._hours = hours
        people = Agent.objects.filter(is_active=True)
        if team_ids:
            people = people.filter(pk__in=Team.members.through.objects.filter(team__in=team_ids).values("agent_id"))
        teams: dict[int, set[int]] = {}
        for agent_id, team_id in Team.members.through.objects.values_list("agent_id", "team_id"):
            teams.setdefault(agent_id, set()).add(team_id)
        rows = people.annotate(week=Cast("desk__week", TextField())).values_list("pk", "desk__time_zone", "week")
        self._group_of: dict[int, Group] = {
            pk: (zone or "", week or "[]", frozenset(teams.get(pk, ()))) for pk, zone, week in rows
        }
        self._groups = Counter(self._group_of.values())
        begin = calendars.moment_of(first - timedelta(days=1), zone="UTC")
        near = Absence.objects.filter(begins_at__lt=begin + timedelta(days=9), ends_at__gt=begin)
        self._absences = list(near.values_list("agent_id", "begins_at", "ends_at"))

    def size(self, at: datetime) -> int:
        """Count who is on schedule at a moment."""
        schedules = Schedules(self._hours, at)
        present = Counter({group: count for group, count in self._groups.items() if schedules.is_on(*group)})
        away = {agent_id for agent_id, begins, ends in self._absences if begins <= at < ends}
        return present.total() - sum(self._group_of.get(agent_id) in present for agent_id in away)
