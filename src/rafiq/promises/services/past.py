"""The past at once: what the log tells of conversations nobody followed yet, read in one go."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, transaction

from rafiq.platform.log import dispatcher
from rafiq.promises.models import Standing
from rafiq.promises.services import timing, writing
from rafiq.promises.services.cases import Case
from rafiq.promises.services.following import FOLLOWED, event_of, take
from rafiq.promises.services.matching import Rules

READER = "rafiq.promises.subscribers.follow_log"

_ALL = """
    SELECT id, key, kind, actor, payload, occurred_at FROM platform_log
    WHERE kind = ANY(%s) AND key LIKE 'conversation-%%' AND NOT EXISTS (SELECT FROM promises_standing)
    ORDER BY id
"""


@transaction.atomic
def follow_past() -> int:
    """Follow the whole log at once where nothing of it was followed yet; return how many conversations there are.

    As the subscriber would, row by row, but in memory and written at the end; the subscriber then goes on from here.
    For whoever fills a database while nobody works with it; where something was followed before nothing happens.
    """
    cases: dict[int, Case] = {}
    rules = Rules.of_all_times()

    def find(conversation_id: int) -> Standing | None:
        return cases[conversation_id].standing if conversation_id in cases else None

    for entry_id, key, kind, actor, payload, at in _rows():
        event = event_of(kind, json.loads(payload), at, actor)
        if event is not None:
            number = int(key.rpartition("-")[2])
            case = cases.setdefault(number, _case(number, rules))
            take(case, event, entry_id=entry_id, find=find)
    Standing.objects.bulk_create([case.standing for case in cases.values()])
    writing.write_made(cases.values())
    timing.set_timers(promise for case in cases.values() for promise in case.open.values())
    dispatcher.read_from_here(READER)
    return len(cases)


def _rows() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [[kind.name for kind in FOLLOWED]])
        return list(cursor.fetchall())


def _case(conversation_id: int, rules: Rules) -> Case:
    return Case(Standing(conversation_id=conversation_id), [], rounds=lambda _kind: 0, rules=rules)
