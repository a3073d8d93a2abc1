"""Two at once, in the order that matters: one has begun, the other stands behind it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

PATIENCE = 30


def one_behind_another[First, Second](first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Do the first thing; commit it only once the second waits for it in a transaction of its own, or is done."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = first()
            working = pool.submit(_alone, second)
            until = time.monotonic() + PATIENCE
            while not (working.done() or _somebody_waits()):
                assert time.monotonic() < until, "nobody waits"
                time.sleep(0.01)
        return done, working.result(timeout=PATIENCE)


def _alone[Got](work: Callable[[], Got]) -> Got:
    try:
        return work()
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees others' activity as it first saw it
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
