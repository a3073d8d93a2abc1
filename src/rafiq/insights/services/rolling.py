"""Rolls facts up: the rows of a day are made from its facts, those of a month from its days; always replaced as one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import connection

from rafiq.insights.models import Measure, Period
from rafiq.insights.sketch import BUCKET_SQL
from rafiq.platform import calendars

COUNTS: Final = (
    "opened", "reopened", "waited", "left", "resolved", "answered", "first_contact", "came_back", "transferred",
    "by_bot", "rated", "satisfied",
)  # fmt: skip
_KEY: Final = "level, team, agent, channel, language"
_GROUPS: Final = (
    "GROUPING SETS ((), (team), (agent), (channel), (language), (team, agent, channel, language))"
)  # fmt: skip
_QUOTED: Final = ", ".join(f'"{one}"' for one in COUNTS)
_SLOT: Final = """(extract(isodow FROM opened_at AT TIME ZONE %(zone)s) - 1) * 24
                  + extract(hour FROM opened_at AT TIME ZONE %(zone)s)"""
# What each fact adds: by who has it and by who answered on the day it was opened, by who has it on that of its end.
_SEEN: Final = f"""
    WITH seen AS (
        SELECT team, agent, channel, language, (number = 1)::int AS opened, (number > 1)::int AS reopened,
            0 AS waited, 0 AS "left", 0 AS resolved, 0 AS answered, 0 AS first_contact, 0 AS came_back,
            0 AS transferred, 0 AS by_bot, 0 AS rated, 0 AS satisfied,
            NULL::int AS m1, NULL::int AS m2, NULL::int AS m3, NULL::int AS m4, NULL::int AS m5, NULL::int AS m6,
            ({_SLOT})::int AS m7, NULL::int AS m8
        FROM insights_fact WHERE opened_at >= %(begin)s AND opened_at < %(end)s
        UNION ALL
        SELECT team, answerer, channel, language, 0, 0, (first_seconds IS NOT NULL)::int,
            (left_seconds IS NOT NULL)::int, 0, 0, 0, 0, 0, 0, 0, 0,
            {BUCKET_SQL.format("first_seconds")}, {BUCKET_SQL.format("first_business")},
            {BUCKET_SQL.format("left_seconds")}, {BUCKET_SQL.format("left_business")}, NULL, NULL, NULL,
            ({_SLOT})::int * 1000 + {BUCKET_SQL.format("first_seconds")}
        FROM insights_fact WHERE opened_at >= %(begin)s AND opened_at < %(end)s
            AND (first_seconds IS NOT NULL OR left_seconds IS NOT NULL)
        UNION ALL
        SELECT team, agent, channel, language, 0, 0, 0, 0, 1, (answers > 0)::int, is_first_contact::int,
            came_back::int, (transfers > 0)::int, is_by_bot::int, (rating > 0)::int, (rating >= 4)::int,
            NULL, NULL, NULL, NULL, {BUCKET_SQL.format("resolved_seconds")}, {BUCKET_SQL.format("resolved_business")},
            NULL, NULL
        FROM insights_fact WHERE resolved_at >= %(begin)s AND resolved_at < %(end)s
    )
"""  # noqa: S608  # constants
_HISTOGRAMS: Final = ", ".join(Measure.values)
_OF_FACTS: Final = ", ".join(f"('{one}', m{place})" for place, one in enumerate(Measure.values, 1))
_OF_DAYS: Final = ", ".join(f"('{one}', {one})" for one in Measure.values)
# From `cells` (counts by key) and `counted` (how many are in each bucket of each measure, by key) to whole rows.
_INSERT: Final = f"""
    , packed AS (
        SELECT {_KEY}, measure, array_agg((bucket::bigint << 32) | n ORDER BY bucket) AS data
        FROM counted GROUP BY {_KEY}, measure
    ), spread AS (
        SELECT {_KEY}, {", ".join(f"max(data) FILTER (WHERE measure = '{one}') AS {one}" for one in Measure.values)}
        FROM packed GROUP BY {_KEY}
    )
    INSERT INTO insights_cell (period, start, {_KEY}, {_QUOTED}, {_HISTOGRAMS})
    SELECT %(period)s, %(start)s, {_KEY}, {_QUOTED}, {", ".join(f"coalesce({one}, '{{}}')" for one in Measure.values)}
    FROM cells LEFT JOIN spread USING ({_KEY})
"""  # noqa: S608  # constants
_NAMED: Final = """GROUPING(team, agent, channel, language) AS level, coalesce(team, 0) AS team,
    coalesce(agent, 0) AS agent, coalesce(channel, '') AS channel, coalesce(language, '') AS language"""
_SUMS: Final = ", ".join(f'sum("{one}") AS "{one}"' for one in COUNTS)
_DAY: Final = f"""
    {_SEEN}, cells AS (
        SELECT {_NAMED}, {_SUMS} FROM seen GROUP BY {_GROUPS} HAVING count(*) > 0
    ), counted AS (
        SELECT {_NAMED}, measure, bucket, count(*) AS n
        FROM seen CROSS JOIN LATERAL (VALUES {_OF_FACTS}) AS of (measure, bucket) WHERE bucket IS NOT NULL
        GROUP BY measure, bucket, {_GROUPS}
    ) {_INSERT}
"""  # noqa: S608  # constants
_MONTH: Final = f"""
    WITH days AS (
        SELECT * FROM insights_cell WHERE period = 'D' AND start >= %(begin)s AND start < %(end)s
    ), cells AS (
        SELECT {_KEY}, {_SUMS} FROM days GROUP BY {_KEY}
    ), counted AS (
        SELECT {_KEY}, measure, one >> 32 AS bucket, sum(one & 4294967295)::bigint AS n
        FROM days CROSS JOIN LATERAL (VALUES {_OF_DAYS}) AS of (measure, data) CROSS JOIN unnest(data) AS one
        GROUP BY {_KEY}, measure, bucket
    ) {_INSERT}
"""  # noqa: S608  # constants


def roll_up_day(day: date, *, zone: str) -> None:
    """Make the rows of one day of this zone anew from its facts; in a transaction."""
    begin, end = calendars.day_bounds(day, zone=zone)
    _replace(Period.DAY, day, _DAY, {"begin": begin, "end": end, "zone": zone})


def roll_up_month(first: date) -> None:
    """Make the rows of one month anew from its days; in a transaction."""
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    _replace(Period.MONTH, first, _MONTH, {"begin": first, "end": after})


def _replace(period: Period, start: date, statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insights_cell WHERE period = %s AND start = %s", [period, start])
        cursor.execute(statement, {**values, "period": str(period), "start": start})
