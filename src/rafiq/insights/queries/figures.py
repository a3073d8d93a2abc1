"""Counts and histograms of a range, from rolled-up rows: a few hundred or thousand, however many conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from rafiq.insights.models import Backfill, Measure
from rafiq.insights.queries.wanted import Dimension, Wanted, rows
from rafiq.insights.sketch import Histogram


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rounds of each sort; see `models.Cell`."""

    opened: int = 0
    reopened: int = 0
    waited: int = 0
    left: int = 0
    resolved: int = 0
    answered: int = 0
    first_contact: int = 0
    came_back: int = 0
    transferred: int = 0
    by_bot: int = 0
    rated: int = 0
    satisfied: int = 0


_NAMES = [one.name for one in fields(Counts)]
_SUMS = ", ".join(f'sum("{one}")::int' for one in _NAMES)


def counts(wanted: Wanted, *, by: Dimension | None = None, by_day: bool = False) -> dict[Any, Counts]:
    """Sum the counts, by a dimension or by day; else the only key is None. One statement."""
    key = by.value if by else "start" if by_day else "NULL"
    which = rows(wanted, by=by, by_day=by_day)
    statement = f"SELECT {key}, {_SUMS} FROM insights_cell WHERE {which.where} GROUP BY 1"  # noqa: S608  # our own names
    with connection.cursor() as cursor:
        cursor.execute(statement, which.values)
        return {row[0]: Counts(*row[1:]) for row in cursor.fetchall() if row[1] is not None}


def spreads(
    wanted: Wanted, measures: Iterable[Measure], *, by: Dimension | None = None, by_day: bool = False
) -> dict[Any, dict[str, Histogram]]:
    """Add histograms up, by a dimension or by day; else the only key is None. One statement.

    The first key is the dimension's value, the second the measure.
    """
    key = by.value if by else "start" if by_day else "NULL"
    which = rows(wanted, by=by, by_day=by_day)
    columns = ", ".join(f"('{one}', {one})" for one in (Measure(one) for one in measures))
    statement = f"""
        SELECT {key}, measure, one >> 32, sum(one & 4294967295)::int
        FROM insights_cell CROSS JOIN LATERAL (VALUES {columns}) AS of (measure, data) CROSS JOIN unnest(data) AS one
        WHERE {which.where} GROUP BY 1, 2, 3
    """  # noqa: S608  # our own names
    found: dict[Any, dict[str, Histogram]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, which.values)
        for name, measure, bucket, count in cursor.fetchall():
            found.setdefault(name, {}).setdefault(measure, {})[bucket] = count
    return found


def progress() -> Backfill | None:
    """Tell how far the conversations of before are counted; None before it began."""
    return Backfill.objects.order_by("-pk").first()
