"""Mends the log's order after a dump was restored into another database server.

The order rests on transaction numbers, and a new server counts from the start again: rows of the old one would
stay invisible "until their transactions end", and new rows would sort before them. So all numbers are moved down
together, rows and cursors alike; what was unread stays unread, in the same order.
"""

from __future__ import annotations

from django.db import connection, transaction

_DELTA = """
    SELECT max(xid)::text::numeric - pg_current_xact_id()::text::numeric + 1
    FROM platform_log WHERE xid >= pg_current_xact_id()
"""
_ROWS = "UPDATE platform_log SET xid = greatest(0, xid::text::numeric - %s)::text::xid8"
_CURSORS = "UPDATE platform_log_cursor SET xid = greatest(0, xid - %s)"


@transaction.atomic
def heal() -> bool:
    """Move the log's transaction numbers below this server's; return whether that was needed.

    Called when the product starts, before anything is written. Safe to repeat.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DELTA)
        (delta,) = cursor.fetchone()
        if not delta:
            return False
        cursor.execute("ALTER TABLE platform_log DISABLE TRIGGER platform_log_immutable")
        cursor.execute(_ROWS, [delta])
        cursor.execute("ALTER TABLE platform_log ENABLE TRIGGER platform_log_immutable")
        cursor.execute(_CURSORS, [delta])
    return True
