"""Jobs: what talks to the outside, waits, or is scheduled. Procrastinate runs them on the same database.

A job is enqueued in the caller's transaction, so it exists exactly if the change does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from rafiq.platform import housekeeping

__all__ = ["Wish", "app", "enqueue"]

_DEFER = """
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW('default', %s, %s, lock, NULL, args::jsonb, due_at)::procrastinate_job_to_defer_v1 ORDER BY place
    ))
    FROM unnest(%s::text[], %s::text[], %s::timestamptz[]) WITH ORDINALITY AS wish (args, lock, due_at, place)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """One run of a task that is wanted. Of jobs with the same `lock` one runs at a time, in the order of their ids."""

    args: Mapping[str, int | str | bool]
    lock: str | None = None
    due_at: datetime | None = None


def enqueue(task: str, wishes: Sequence[Wish], *, priority: int = 0) -> None:
    """Queue runs of a task, in this order, with one statement of the caller's transaction.

    Those with a higher `priority` are begun before all others that are due: somebody waits for them.

    Unlike the library's own `defer` it does so inside the worker process, too, where the library's connector is another
    connection: there a job could begin before the change it belongs to is committed.
    """
    if wishes:
        arguments = [json.dumps(dict(one.args)) for one in wishes]
        with connection.cursor() as cursor:
            locks, moments = [one.lock for one in wishes], [one.due_at for one in wishes]
            cursor.execute(_DEFER, [task, priority, arguments, locks, moments])


@app.periodic(cron="17 3 * * *")
@app.task(name="platform.keep_house")
def keep_house(timestamp: int) -> None:
    now = timezone.now()
    housekeeping.keep_partitions(at=now)
    housekeeping.forget_sessions(at=now)
    housekeeping.forget_orphans(at=now)
