"""What `doctor` asks the database. Each check returns what it found, or raises `Unwell` with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

MINIMUM_VERSION = 16_00_00
EXTENSIONS = ("pg_trgm", "btree_gin", "unaccent")
MOST_WAITING = 10_000

_AVAILABLE = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)"
_FAILED_JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
_POISON = "SELECT count(*) FROM platform_log_poison"
_REVOKED = """
    SELECT channel.name FROM transport_connection AS connection
    JOIN inbox_channel AS channel ON channel.id = connection.channel_id
    WHERE connection.state = 'REVOKED' AND channel.is_active ORDER BY channel.id
"""
_SET_ASIDE = "SELECT count(*) FROM transport_arrival WHERE state = 'QUARANTINED'"
# The subscriber that is furthest behind, counted no further than the limit.
_BEHIND = """
    SELECT subscriber, last_error,
           (SELECT count(*) FROM (
                SELECT 1 FROM platform_log
                WHERE (xid, id) > (cursor.xid::text::xid8, cursor.entry_id) LIMIT %s) AS rows) AS waiting
    FROM platform_log_cursor AS cursor ORDER BY waiting DESC LIMIT 1
"""


class Unwell(Exception):
    """Something is wrong; the text says what, and what to do."""


def version() -> str:
    """Return PostgreSQL's version, if it is new enough."""
    found = int(_ask("SHOW server_version_num")[0][0])
    said = f"PostgreSQL {found // 10_000}.{found % 10_000}"
    if found < MINIMUM_VERSION:
        raise Unwell(f"{said}; 16 or newer is needed")
    return said


def extensions() -> str:
    """Make sure that the extensions we need are there to be created."""
    missing = sorted(set(EXTENSIONS) - {row[0] for row in _ask(_AVAILABLE, [list(EXTENSIONS)])})
    if missing:
        raise Unwell(f"not installed on the server: {', '.join(missing)}")
    return ", ".join(EXTENSIONS)


def migrations() -> str:
    """Make sure that no migration waits."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Unwell(str(error)) from error
    if plan:
        raise Unwell(f"{len(plan)} wait; run: rafiq migrate")
    return "all applied"


def subscribers() -> str:
    """Make sure that no reader of the log is far behind, or put rows aside."""
    aside = _ask(_POISON)[0][0]
    if aside:
        raise Unwell(f"{aside} rows were put aside after failing repeatedly (table platform_log_poison)")
    rows = _ask(_BEHIND, [MOST_WAITING])
    if not rows:
        return "none has read yet"
    name, error, waiting = rows[0]
    if waiting >= MOST_WAITING or error:
        raise Unwell(f"{name} is {waiting} rows behind{f': {error}' if error else ''}")
    return f"at most {waiting} rows behind"


def jobs() -> str:
    """Make sure that no job failed for good."""
    failed = _ask(_FAILED_JOBS)[0][0]
    if failed:
        raise Unwell(f"{failed} failed (table procrastinate_jobs)")
    return "none failed"


def channels() -> str:
    """Make sure that every channel in use has access to its provider, and that nothing that came in was set aside."""
    revoked = [name for (name,) in _ask(_REVOKED)]
    if revoked:
        raise Unwell(f"access refused: {', '.join(revoked)}; see Settings, Channels")
    aside = _ask(_SET_ASIDE)[0][0]
    if aside:
        raise Unwell(f"{aside} items could not be taken in; see Settings, Channels")
    return "all have access, nothing was set aside"


def _ask(question: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(question, parameters)
            return list(cursor.fetchall())
    except DatabaseError as error:
        raise Unwell(str(error).strip()) from error


CHECKS: dict[str, Callable[[], str]] = {
    "database": version,
    "extensions": extensions,
    "migrations": migrations,
    "log subscribers": subscribers,
    "jobs": jobs,
    "channels": channels,
}
