"""Writing to the log."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

from rafiq.platform import db
from rafiq.platform.events import Event
from rafiq.platform.log.causes import marked

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
    columns = [
        db.texts([event.name for event in rows]),
        db.texts([event.key() for event in rows]),
        db.array([event.about_customer() for event in rows]),
        db.texts([event.actor for event in rows]),
        db.texts([json.dumps(marked(event.payload())) for event in rows]),
        db.array([event.occurred_at for event in rows]),
    ]
    with db.busy_cursor() as cursor:
        cursor.execute(_INSERT, columns)
