"""Fills an empty, migrated database with a population: COPY without indexes, which are built afterwards."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator

import psycopg
from psycopg import sql

from rafiq.bench._population import COLUMNS, Population, Rows
from rafiq.bench._report import say

_PLAIN_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY(%s::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid) AND NOT c.relispartition
"""
_SEQUENCES = ("customers_customer", "inbox_conversation", "inbox_message")


def fill(url: str, population: Population) -> float:
    """Write it all, build the indexes, gather the planner's statistics; return the seconds that took."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        # Foreign keys are not checked row by row: what we make up is right by construction.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '400MB'")
        indexes = connection.execute(_PLAIN_INDEXES, [list(COLUMNS)]).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
        for number, rows in enumerate(_ahead(population.chunks())):
            _copy(connection, rows)
            if number % 20 == 19:
                say(f"{population.messages:,} messages after {time.monotonic() - began:.0f} s")
        for table in _SEQUENCES:
            connection.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608  # ours
        for _, definition in indexes:
            connection.execute(definition.replace(" ON ONLY ", " ON "))  # of the log's partitions, too
        connection.execute("VACUUM ANALYZE")
    return time.monotonic() - began


def _copy(connection: psycopg.Connection[tuple[object, ...]], rows: Rows) -> None:
    for table, lines in rows.items():
        statement = f"COPY {table} ({COLUMNS[table]}) FROM STDIN"
        with connection.cursor().copy(statement) as copy:
            copy.write("\n".join(lines) + "\n")


def _ahead(chunks: Iterator[Rows]) -> Iterator[Rows]:
    """Make the next chunk while the server takes the last one."""
    ready: queue.Queue[Rows | None] = queue.Queue(maxsize=2)

    def make() -> None:
        for chunk in chunks:
            ready.put(chunk)
        ready.put(None)

    threading.Thread(target=make, daemon=True).start()
    while (chunk := ready.get()) is not None:
        yield chunk
