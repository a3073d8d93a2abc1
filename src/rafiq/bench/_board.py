"""Looks at the supervisor's board over a crowd that waits: a helper process, since it needs Django."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from django.db import connection  # noqa: E402  # models can be imported only now
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from rafiq.accounts.models import Agent  # noqa: E402
from rafiq.bench import _orders  # noqa: E402
from rafiq.promises import services as promises  # noqa: E402

PAGES: Final = {"board": "board:board", "wall": "board:wall"}
# One in four is broken, one in four at risk; the others are due later.
_PROMISES: Final = """
    INSERT INTO promises_promise (conversation_id, kind, round, version_id, target, began_at, changed_at, pauses,
        due_at, warn_at, warned_at, broken_at, ending, reason)
    SELECT c.id, 'FIRST_ANSWER', 1, v.id, 3600, c.created_at, c.created_at, '[]', due, due - interval '15 minutes',
        CASE WHEN due < %(now)s + interval '15 minutes' THEN due - interval '15 minutes' END,
        CASE WHEN due < %(now)s THEN due END, '', ''
    FROM inbox_conversation c, promises_version v,
        LATERAL (SELECT %(now)s::timestamptz + (c.id %% 60 - 15) * interval '1 minute' AS due) AS made
"""


def furnish() -> dict[str, Any]:
    """Promise everybody who waits an answer, and let somebody steer; others filled the database."""
    now = datetime.now(UTC)
    boss = Agent(email="boss@bench.example", name="Boss", role="SUPERVISOR", joined_at=now)
    boss.set_unusable_password()
    boss.save()
    terms = promises.Terms(name="All", first_seconds=3_600, base="ALWAYS")
    promises.save_policy(None, terms, by=boss, at=now)
    with connection.cursor() as cursor:
        cursor.execute(_PROMISES, {"now": now})
        told = cursor.rowcount
        cursor.execute("VACUUM ANALYZE")
    return {"promises": told}


def look(*, page: str, times: int) -> dict[str, Any]:
    """Ask for a page again and again as a supervisor; return how many milliseconds each time took."""
    client, took = Client(), list[float]()
    client.force_login(Agent.objects.get(role="SUPERVISOR"))
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(reverse(PAGES[page]))
        took.append((time.perf_counter() - began) * 1_000)
        if answer.status_code != 200:
            raise RuntimeError(f"{page}: {answer.status_code}")
    return {"ms": took[1:]}  # the first reads templates


if __name__ == "__main__":
    _orders.serve({"furnish": furnish, "look": look})
