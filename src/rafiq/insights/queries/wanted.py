"""What is asked for: days, the clock, and whose; and which rolled-up rows answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from rafiq.accounts.models import Agent
from rafiq.insights.models import Level, Measure

_DAY: Final = timedelta(days=1)


class Clock(StrEnum):
    """Which time counts: that of the teams' hours, or all of it."""

    BUSINESS = "business"
    WALL = "wall"


class Dimension(StrEnum):
    """By what figures are told apart; values are those of the columns."""

    AGENT = "agent"
    TEAM = "team"
    CHANNEL = "channel"
    LANGUAGE = "language"


_LEVELS: Final = {
    Dimension.AGENT: Level.AGENT, Dimension.TEAM: Level.TEAM, Dimension.CHANNEL: Level.CHANNEL,
    Dimension.LANGUAGE: Level.LANGUAGE,
}  # fmt: skip
_CLOCKED: Final = {
    Clock.WALL: (Measure.FIRST, Measure.LEFT, Measure.RESOLVED),
    Clock.BUSINESS: (Measure.FIRST_BUSINESS, Measure.LEFT_BUSINESS, Measure.RESOLVED_BUSINESS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Days of the company's clock, first and last included, and what narrows them; None narrows nothing.

    A team or agent of 0 asks for what has none.
    """

    first: date
    last: date
    agent: int | None = None
    team: int | None = None
    channel: str | None = None
    language: str | None = None
    clock: Clock = Clock.BUSINESS

    @property
    def filters(self) -> dict[Dimension, int | str]:
        """What narrows it, by column."""
        given = ((one, getattr(self, one)) for one in Dimension)
        return {one: value for one, value in given if value is not None}

    @property
    def measures(self) -> tuple[Measure, Measure, Measure]:
        """First answers, closed without one, and resolutions, by the clock that counts."""
        return _CLOCKED[self.clock]

    @property
    def before(self) -> Wanted:
        """As many days, just before."""
        length = self.last - self.first + _DAY
        return replace(self, first=self.first - length, last=self.last - length)

    def until(self, last: date) -> Wanted | None:
        """The same, but for no day after this; None where no day is left."""
        end = min(last, self.last)
        return replace(self, last=end) if end >= self.first else None


@dataclass(frozen=True, slots=True)
class Rows:
    """A condition that leaves the rolled-up rows which add up to what is wanted, and its values."""

    where: str
    values: dict[str, Any]


def rows(wanted: Wanted, *, by: Dimension | None = None, by_day: bool = False) -> Rows:
    """Name the fewest rolled-up rows: whole months by their own, the rest by days; or all by days."""
    months, days = ([], list(_days(wanted.first, wanted.last))) if by_day else _split(wanted.first, wanted.last)
    dimensions = {*wanted.filters, *([by] if by else [])}
    level = Level.ALL if not dimensions else Level.EACH if len(dimensions) > 1 else _LEVELS[next(iter(dimensions))]
    conditions = ["level = %(level)s", "(period = 'D' AND start = ANY(%(days)s) OR"
                  " period = 'M' AND start = ANY(%(months)s))"]  # fmt: skip
    conditions += [f"{one.value} = %({one.value})s" for one in wanted.filters]
    narrowed = {one.value: value for one, value in wanted.filters.items()}
    return Rows(" AND ".join(conditions), {"level": level, "days": days, "months": months, **narrowed})


def for_reader(reader: Agent, wanted: Wanted) -> Wanted:
    """Limit to what this reader may see: supervisors all, others their own."""
    return wanted if reader.is_supervisor else replace(wanted, agent=reader.pk)


def _split(first: date, last: date) -> tuple[list[date], list[date]]:
    """Take days apart into whole months and the days that are left at both ends."""
    months: list[date] = []
    begin = _month_after(first) if first.day > 1 else first
    start = begin
    while (following := _month_after(start)) - _DAY <= last:
        months.append(start)
        start = following
    if not months:
        return [], list(_days(first, last))
    return months, [*_days(first, begin - _DAY), *_days(start, last)]


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))
