"""The floor under `ingest`: the same rows, one transaction a message, over 32 connections, in a process of its own.

Everything is in its favour: one statement that is also one transaction and one round trip, prepared once on each
connection; words for the search taken apart beforehand. Its log rows go to a copy of the log with the same indexes,
which nobody reads, so that the product sleeps meanwhile.
"""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from typing import Any

import psycopg

from rafiq.bench import _orders
from rafiq.bench._socket import TEXTS
from rafiq.platform import text

_LOG = (
    "CREATE TABLE bench_log (LIKE platform_log INCLUDING ALL) PARTITION BY RANGE (recorded_at)",
    "CREATE TABLE bench_log_rows PARTITION OF bench_log DEFAULT",
)
_STATEMENT = """
    WITH said AS (
        INSERT INTO inbox_message
            (conversation_id, channel_id, kind, text, said_at, external_id, delivery, failure, attempts, terms)
        VALUES (%(conversation)s, %(channel)s, 'INBOUND', %(text)s, now(), %(external_id)s,
                '', '', 0, array_to_tsvector(string_to_array(%(terms)s, ' ')))
        RETURNING id
    ), heard AS (
        UPDATE inbox_conversation
        SET resolved_at = NULL, snoozed_until = NULL, waiting_since = COALESCE(waiting_since, now()),
            last_at = GREATEST(last_at, now()), last_text = %(excerpt)s, last_kind = 'INBOUND'
        WHERE id = %(conversation)s
    )
    INSERT INTO bench_log (kind, key, customer_id, actor, payload, occurred_at)
    SELECT 'inbox.message.received', %(topic)s, %(customer)s, %(actor)s, %(payload)s::jsonb, now() FROM said
"""


class Floor:
    """Connections that write as fast as they can, each on a thread of its own."""

    def __init__(self, url: str, *, connections: int = 32) -> None:
        self._connections = [psycopg.connect(url, autocommit=True, prepare_threshold=0) for _ in range(connections)]
        for statement in _LOG:
            self._connections[0].execute(statement)
        self._threads = self._read_threads()

    def write(self, *, seconds: float) -> dict[str, Any]:
        """Write for a while; return how many messages were committed in how much time."""
        counts: list[int] = []
        until = time.monotonic() + seconds
        writers = [
            threading.Thread(target=lambda n=number: counts.append(self._write(n, until)))
            for number in range(len(self._connections))
        ]
        began, cpu = time.monotonic(), time.process_time()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        return {
            "seconds": time.monotonic() - began, "counted": sum(counts), "cpu_seconds": time.process_time() - cpu
        }  # fmt: skip

    def _write(self, number: int, until: float) -> int:
        """Write to conversations that no other connection writes to."""
        mine = self._threads[number :: len(self._connections)]
        said = [(one, " ".join(text.search_terms(one)), text.excerpt(one, length=140)) for one in TEXTS]
        count = 0
        with self._connections[number].cursor() as cursor:
            while time.monotonic() < until:
                thread, (body, terms, excerpt) = mine[count % len(mine)], said[count % len(said)]
                cursor.execute(
                    _STATEMENT,
                    {
                        **thread, "text": body, "terms": terms, "excerpt": excerpt,
                        "external_id": f"{thread['thread']}:{uuid.uuid4()}",
                    },
                )  # fmt: skip
                count += 1
        return count

    def _read_threads(self) -> list[dict[str, Any]]:
        found = self._connections[0].execute("SELECT id, channel_id, customer_id, thread FROM inbox_conversation")
        return [
            {
                "conversation": conversation_id, "channel": channel_id, "customer": customer_id, "thread": thread,
                "topic": f"conversation-{conversation_id}", "actor": f"customer-{customer_id}",
                "payload": json.dumps(
                    {"conversation_id": conversation_id, "customer_id": customer_id, "message_id": conversation_id}
                ),
            }
            for conversation_id, channel_id, customer_id, thread in found
        ]  # fmt: skip


if __name__ == "__main__":
    _orders.serve({"write": Floor(os.environ["DATABASE_URL"]).write})
