"""Reading the log without ever missing a row that commits late.

Rows are ordered by (xid, id), xid being the writing transaction's 64-bit number, and only those are
handed out whose transaction is older than every transaction still running
(`xid < pg_snapshot_xmin(pg_current_snapshot())`): nothing can appear below that line any more.
`id > last` alone loses rows, since ids are drawn before transactions commit.
See PostgreSQL's documentation, "System Information Functions", on pg_snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

_NEXT = """
    SELECT id, xid::text::bigint, kind, key, customer_id, actor, payload, occurred_at
    FROM platform_log
    WHERE (xid, id) > (%s::text::xid8, %s)
      AND xid < pg_snapshot_xmin(pg_current_snapshot())
      AND (cardinality(%s::text[]) = 0 OR kind = ANY(%s::text[]))
    ORDER BY xid, id
    LIMIT %s
"""
_SAFE_END = """
    SELECT xid::text::bigint, id FROM platform_log
    WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY xid DESC, id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the log's order."""

    xid: int = 0
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as stored."""

    entry_id: int
    xid: int
    kind: str
    key: str
    customer_id: int | None
    actor: str
    payload: dict[str, Any]
    occurred_at: datetime

    @property
    def position(self) -> Position:
        """Where it stands in the log's order."""
        return Position(self.xid, self.entry_id)


def read_after(position: Position, *, kinds: Sequence[str] = (), limit: int = 100) -> list[Row]:
    """List the next rows after a position, oldest first, of these kinds (of all kinds when none is named)."""
    names = list(kinds)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [str(position.xid), position.entry_id, names, names, limit])
        return [_row(columns) for columns in cursor.fetchall()]


def _row(columns: tuple[Any, ...]) -> Row:
    entry_id, xid, kind, key, customer_id, actor, payload, occurred_at = columns
    return Row(entry_id, xid, kind, key, customer_id, actor, json.loads(payload), occurred_at)


def safe_end() -> Position:
    """Return the newest position below which nothing can appear any more."""
    with connection.cursor() as cursor:
        cursor.execute(_SAFE_END)
        found = cursor.fetchone()
    return Position(*found) if found else Position()
