"""Several at once: two in the order that matters, one behind the other; or many that begin together."""

from __future__ import annotations

import threading
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


def together[Got](
    times: int, work: Callable[[int], Got], *, expected: type[Exception] | tuple[type[Exception], ...] = ()
) -> list[Got | Exception]:
    """Do the same `times` times at once, each with a connection of its own; `work` gets its number.

    Exceptions that are expected are returned in the place of what they came instead of.
    """
    start = threading.Barrier(times)

    def one(number: int) -> Got | Exception:
        start.wait(PATIENCE)
        try:
            return _alone(lambda: work(number))
        except expected as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


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
