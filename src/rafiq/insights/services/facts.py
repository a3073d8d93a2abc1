"""Writes the facts of conversations anew: what the log tells, folded, with durations by the hours of their team."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.forms.models import model_to_dict

from rafiq.inbox.models import Conversation
from rafiq.insights import history
from rafiq.insights.history import Round, Told
from rafiq.insights.models import Fact
from rafiq.workforce import queries as workforce
from rafiq.workforce.timetable import Timetable

_TOLD: Final = """
    SELECT key, kind, actor, occurred_at, payload FROM platform_log
    WHERE key = ANY(%s) AND kind = ANY(%s) ORDER BY id
"""
_AUTOMATIC: Final = """
    SELECT m.id FROM unnest(%s::bigint[]) AS wanted (id) JOIN inbox_message m ON m.id = wanted.id
    WHERE m.extras @> '{"is_automatic": true}'
"""
_KINDS: Final = [kind.name for kind in history.KINDS]
_MOST: Final = 2**31 - 1

type Hours = Callable[[int], Timetable]


def rewrite(conversation_ids: Collection[int]) -> set[datetime]:
    """Write the facts of these conversations anew; return the moments that differ, by which days are to be counted."""
    about = _about(conversation_ids)
    told = _told(about)
    automatic = _automatic(one for rows in told.values() for one in rows)
    hours = _hours()
    wanted = [
        _fact(pk, one, about[pk], hours)
        for pk, rows in told.items()
        for one in history.rounds(rows, automatic=automatic)
    ]
    return _replace(conversation_ids, wanted)


def _replace(conversation_ids: Collection[int], wanted: list[Fact]) -> set[datetime]:
    """Let the table hold these and no others of their conversations; rows that are the same stay untouched."""
    held = {(one.conversation_id, one.number): one for one in Fact.objects.filter(conversation__in=conversation_ids)}
    made = {(one.conversation_id, one.number): one for one in wanted}
    others = [key for key in sorted(held.keys() | made.keys()) if _plain(held.get(key)) != _plain(made.get(key))]
    Fact.objects.filter(pk__in=[held[key].pk for key in others if key in held]).delete()
    Fact.objects.bulk_create([made[key] for key in others if key in made])
    changed = [those[key] for key in others for those in (held, made) if key in those]
    return {moment for one in changed for moment in (one.opened_at, one.resolved_at) if moment}


def _plain(fact: Fact | None) -> dict[str, Any]:
    return model_to_dict(fact, exclude=["id"]) if fact else {}


def _about(conversation_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Find the channel's kind and the language of conversations."""
    rows = Conversation.objects.filter(pk__in=conversation_ids).values_list("pk", "channel__kind", "language")
    return {pk: (kind, language) for pk, kind, language in rows}


def _told(conversation_ids: Iterable[int]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [[f"conversation-{pk}" for pk in conversation_ids], _KINDS])
        for key, kind, actor, at, payload in cursor.fetchall():
            found[int(key.rpartition("-")[2])].append(Told(kind, actor, at, json.loads(payload)))
    return found


def _automatic(told: Iterable[Told]) -> set[int]:
    """Find which of the messages that came in a machine wrote."""
    name = "inbox.message.received"
    with connection.cursor() as cursor:
        cursor.execute(_AUTOMATIC, [[one.payload["message_id"] for one in told if one.kind == name]])
        return {row[0] for row in cursor.fetchall()}


def _hours() -> Hours:
    """Return what finds a team's hours, each asked for once."""
    known: dict[int, Timetable] = {}

    def of(team: int) -> Timetable:
        if team not in known:
            known[team] = workforce.timetable(team or None)
        return known[team]

    return of


def _fact(conversation_id: int, one: Round, about: tuple[str, str], hours: Hours) -> Fact:
    kind, language = about
    first = _lasted(one.waited_since, one.first_at, one.team, hours)
    left = _lasted(one.waited_since, one.resolved_at if one.was_left else None, one.team, hours)
    resolved = _lasted(one.opened_at, one.resolved_at, one.team, hours)
    return Fact(
        conversation_id=conversation_id, number=one.number, opened_at=one.opened_at, team=one.team, agent=one.agent,
        answerer=one.first_by or one.agent, channel=kind, language=language, waiting_since=one.waits_since,
        first_at=one.first_at, first_seconds=first[0], first_business=first[1], left_seconds=left[0],
        left_business=left[1], resolved_at=one.resolved_at, resolved_seconds=resolved[0],
        resolved_business=resolved[1], answers=one.answers, bot_answers=one.bot_answers, transfers=one.transfers,
        is_first_contact=one.is_first_contact, is_by_bot=one.is_by_bot, came_back=one.came_back, rating=one.rating,
    )  # fmt: skip


def _lasted(begin: datetime | None, end: datetime | None, team: int, hours: Hours) -> tuple[int | None, int | None]:
    """Return how long it took, in seconds of the clock and of business time; clocks of channels may run ahead."""
    if begin is None or end is None:
        return None, None
    if end <= begin:
        return 0, 0
    return min(_MOST, int((end - begin).total_seconds())), min(_MOST, hours(team).seconds_between(begin, end))
