"""Writing to the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from psycopg.types.json import Jsonb

from rafiq.platform.events import Event

_INSERT = """
    INSERT INTO platform_log (kind, key, customer_id, actor, payload, occurred_at)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::jsonb[], %s::timestamptz[])
"""


class NotInTransaction(RuntimeError):
    """A fact must be written together with the change it tells of."""


def append(*events: Event) -> None:
    """Record facts inside the caller's transaction, in one statement, in the given order.

    Readers are woken by one NOTIFY at commit, sent by the table's own trigger.

    Raises:
        NotInTransaction: if no transaction is open.
    """
    append_all(events)


def append_all(events: Iterable[Event]) -> None:
    """Record many facts at once; see `append`."""
    rows = list(events)
    if not connection.in_atomic_block:
        raise NotInTransaction
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                [event.name for event in rows],
                [event.key() for event in rows],
                [event.about_customer() for event in rows],
                [event.actor for event in rows],
                [Jsonb(event.payload()) for event in rows],
                [event.occurred_at for event in rows],
            ],
        )
