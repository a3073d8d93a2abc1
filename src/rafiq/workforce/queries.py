"""Reads about when people are there."""

from __future__ import annotations

from collections.abc import Iterable

from rafiq.accounts.models import OpeningHours
from rafiq.workforce.timetable import Calendar, Interval, Timetable


def always() -> Timetable:
    """Return business time that never stops."""
    return Timetable(is_always=True)


def timetable(team_id: int | None) -> Timetable:
    """Return the business time of a team: its own hours, else the company's, else those of any team.

    Where nobody wrote down hours it is always open. One statement; ask once for many moments, it remembers weeks.
    """
    rows = list(OpeningHours.objects.order_by("pk"))
    own = [row for row in rows if team_id is not None and row.team_id == team_id]
    return _timetable(own or [row for row in rows if row.team_id is None] or rows)


def covering(team_ids: Iterable[int]) -> Timetable:
    """Return the business time of teams that stand in for each other: open while any of them is."""
    wanted = set(team_ids)
    rows = list(OpeningHours.objects.order_by("pk"))
    own = [row for row in rows if row.team_id in wanted]
    has_all = wanted <= {row.team_id for row in own}
    return _timetable(own + ([] if has_all else [row for row in rows if row.team_id is None]))


def _timetable(rows: list[OpeningHours]) -> Timetable:
    return Timetable(tuple(_calendar(row) for row in rows)) if rows else always()


def _calendar(row: OpeningHours) -> Calendar:
    week = row.week if len(row.week) == 7 else [[]] * 7
    return Calendar(row.time_zone, tuple(tuple(_seconds(*one) for one in day) for day in week))


def _seconds(begin: str, end: str) -> Interval:
    return _of_day(begin), _of_day(end)


def _of_day(written: str) -> int:
    hour, minute = (int(part) for part in written.split(":"))
    return hour * 3_600 + minute * 60
