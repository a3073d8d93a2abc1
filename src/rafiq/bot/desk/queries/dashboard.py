"""What became of conversations with the bot: two statements, whatever there is to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rafiq.accounts.models import Agent
from rafiq.inbox import queries as inbox

OUTCOMES = ("resolved", "handed_over", "abstained", "wrong")
"""Of each conversation one: wrong counts before handed over, that before abstained, that before resolved."""
MOST_LISTED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which conversations to count: those in which the bot spoke between the first and the last of these moments."""

    starts: Sequence[datetime]
    language: str = ""
    channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many conversations of a week, language and channel came to an outcome, with how many answers."""

    week: int
    language: str
    channel_id: int
    outcome: str
    conversations: int
    answers: int


@dataclass(frozen=True, slots=True)
class Speed:
    """How long customers waited for what the bot said, in seconds; and what agents did with its suggestions."""

    median: float | None
    slowest: float | None
    answers: int
    suggested: int
    used: int


def cells(agent: Agent, wanted: Wanted) -> list[Cell]:
    """Count the conversations this agent may see, by week, language, channel and outcome."""
    counted, values = _outcomes(agent, wanted)
    statement = f"""{counted}
        SELECT week, language, channel_id, outcome, count(*), sum(answers) FROM outcomes
        GROUP BY week, language, channel_id, outcome
    """  # noqa: S608  # constants, and what Django wrote
    return [Cell(row[0], row[1], row[2], row[3], row[4], int(row[5])) for row in _rows(statement, values)]


def listed(agent: Agent, wanted: Wanted, *, outcome: str, week: int | None = None) -> list[int]:
    """Name the sessions behind a number of the dashboard, the newest first."""
    counted, values = _outcomes(agent, wanted)
    statement = f"""{counted}
        SELECT session_id FROM outcomes WHERE outcome = %(outcome)s AND (%(week)s::int IS NULL OR week = %(week)s)
        ORDER BY session_id DESC LIMIT {MOST_LISTED}
    """  # noqa: S608  # as above
    return [row[0] for row in _rows(statement, values | {"outcome": outcome, "week": week})]


def speed(agent: Agent, wanted: Wanted) -> Speed:
    """Measure the time from a customer's message to what the bot said, and count what became of suggestions."""
    visible, values = _visible(agent, wanted)
    statement = f"""
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY waited), percentile_cont(0.9) WITHIN GROUP (ORDER BY waited),
            count(waited), count(*) FILTER (WHERE state IN ('SUGGESTED', 'USED', 'DISMISSED')),
            count(*) FILTER (WHERE state = 'USED')
        FROM (
            SELECT t.state,
                CASE WHEN a.said_at < m.said_at THEN 0 ELSE extract(epoch FROM a.said_at - m.said_at) END AS waited
            FROM bot_turn t JOIN bot_session s ON s.id = t.session_id JOIN inbox_message m ON m.id = t.message_id
            LEFT JOIN inbox_message a ON a.id = t.answer_id AND t.state = 'WRITTEN'
            {visible}
        ) spoken
    """  # noqa: S608  # as above
    median, slowest, answers, suggested, used = _rows(statement, values)[0]
    return Speed(median, slowest, answers, suggested, used)


def _outcomes(agent: Agent, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Begin a statement that knows of each conversation in which the bot spoke what came of it."""
    visible, values = _visible(agent, wanted)
    return (
        f"""
        WITH spoken AS (
            SELECT t.session_id, s.conversation_id, s.reason AS silence, min(t.taken_at) AS began,
                min(t.message_id) AS first_message, max(m.channel_id) AS channel_id,
                (array_agg(t.language ORDER BY t.id DESC))[1] AS language,
                count(*) FILTER (WHERE t.kind IN ('ANSWER', 'INTENT', 'ACTION') AND t.state = 'WRITTEN') AS answers,
                bool_or(t.kind = 'HAND_OVER') AS handed_over, bool_or(t.kind = 'ABSTAIN') AS abstained,
                bool_or(t.corrected_at IS NOT NULL OR t.verdict = 'DID_NOT') AS wrong
            FROM bot_turn t JOIN bot_session s ON s.id = t.session_id JOIN inbox_message m ON m.id = t.message_id
            {visible} AND t.state = 'WRITTEN'
            GROUP BY t.session_id, s.conversation_id, s.reason
        ), outcomes AS (
            SELECT session_id, language, channel_id, answers,
                width_bucket(began, %(starts)s::timestamptz[]) - 1 AS week,
                CASE WHEN wrong THEN 'wrong'
                    WHEN handed_over OR silence NOT IN ('', 'FAILED', 'AGENT') THEN 'handed_over'
                    WHEN abstained THEN 'abstained'
                    WHEN silence = 'AGENT' OR EXISTS (
                        SELECT FROM inbox_message p WHERE p.conversation_id = spoken.conversation_id
                            AND p.id > spoken.first_message AND p.kind = 'OUTBOUND' AND p.author_id IS NOT NULL
                    ) THEN 'handed_over'
                    ELSE 'resolved' END AS outcome
            FROM spoken WHERE answers > 0 OR handed_over OR abstained OR wrong
        )""",  # noqa: S608  # as above
        values,
    )


def _visible(agent: Agent, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Write the condition that leaves the turns of the time, language and channel which this agent may see."""
    values: dict[str, Any] = {
        "starts": list(wanted.starts), "since": wanted.starts[0], "until": wanted.starts[-1],
        "language": wanted.language, "channel": wanted.channel_id,
    }  # fmt: skip
    condition = """
        WHERE t.taken_at >= %(since)s AND t.taken_at < %(until)s AND t.kind <> 'PASSED'
        AND (%(language)s = '' OR t.language = %(language)s)
        AND (%(channel)s::bigint IS NULL OR m.channel_id = %(channel)s)"""
    if agent.is_supervisor:
        return condition, values  # they see every conversation: inbox.visible_to
    inner, given = inbox.visible_to(agent).values("pk").query.sql_with_params()
    for place, value in enumerate(given):
        inner = inner.replace("%s", f"%(seen{place})s", 1)
        values[f"seen{place}"] = value
    return f"{condition} AND s.conversation_id IN ({inner})", values


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
