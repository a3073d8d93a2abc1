"""Wakes the live pages: follows the log as it grows, with little delay and without losing rows that commit late.

Unlike the subscribers of `platform.log`, which wait until every older transaction has ended, the
tail takes each row as soon as it is visible. It remembers the snapshot of its last look; what
that snapshot could not see is exactly what has been committed since: rows of transactions that
began after it (`xid >= xmax`) and rows of those that were running then (`xid` in `xip`). So one long
transaction delays nobody, and its own rows come when it commits. See PostgreSQL's documentation,
"System Information Functions", pg_snapshot.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from psycopg import sql

from rafiq.platform.live_bus import CHANNEL, Bus
from rafiq.platform.live_hub import LogRow

logger = logging.getLogger(__name__)

LOG_CHANNEL = "rafiq_log"
POLL = 2.0  # seconds; the safety net should a wake-up be lost
RETRY = 0.5  # seconds between attempts while the database is away
STALE = 10.0  # seconds without a look at the log after which we count as deaf
FLOOD = 5_000  # rows; beyond it everybody is told to look again instead

_COLUMNS = "xid, id, kind, key, customer_id, actor, payload"
_SINCE = f"""
    SELECT s.snapshot::text, l.id, l.kind, l.key, l.customer_id, l.actor, l.payload
    FROM (SELECT pg_current_snapshot() AS snapshot) s
    LEFT JOIN LATERAL (
        (SELECT {_COLUMNS} FROM {{table}} WHERE xid >= %(next)s::text::xid8 ORDER BY xid, id LIMIT {FLOOD + 1})
        UNION ALL
        (SELECT {_COLUMNS} FROM {{table}} WHERE xid = ANY(%(running)s::text[]::xid8[]) LIMIT {FLOOD + 1})
        ORDER BY xid, id
    ) l ON true
"""  # noqa: S608  # constants only; the table's name is quoted by psycopg


class Watcher(Protocol):
    """Whoever wants to know what the log says."""

    def on_rows(self, rows: list[LogRow]) -> None:
        """Take rows that were committed since the last call, roughly in the order of their transactions."""

    def on_gap(self) -> None:
        """Look at everything again: too much happened, or we cannot know what did."""

    def on_lost(self) -> None:
        """Take note that the database cannot be heard any more; `on_gap` follows when it can be again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a look at the database could see, from the text form `xmin:xmax:xip,xip`."""

    next_xid: int
    running: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Snapshot:
        """Read PostgreSQL's text form."""
        _oldest, next_xid, running = text.split(":")
        return cls(int(next_xid), tuple(running.split(",")) if running else ())


class LogTail:
    """Reads what has been committed since the last look."""

    __slots__ = ("_query", "_seen")

    def __init__(self, *, table: str = "platform_log") -> None:
        self._query = sql.SQL(_SINCE).format(table=sql.Identifier(table))
        self._seen: Snapshot | None = None

    async def read(self, connection: psycopg.AsyncConnection[Any]) -> list[LogRow] | None:
        """Return the rows committed since the last look; None where that cannot be told row by row.

        That is: at the first look, after a flood, or when the database is not the one it was.
        """
        seen = self._seen
        parameters = {"next": str(seen.next_xid) if seen else "9" * 18, "running": list(seen.running) if seen else []}
        cursor = await connection.execute(self._query, parameters, prepare=True)
        found = await cursor.fetchall()
        now = Snapshot.parse(found[0][0])
        self._seen = now
        if seen is None or now.next_xid < seen.next_xid or len(found) > FLOOD:
            return None
        return [LogRow(*row[1:]) for row in found if row[1] is not None]


class Live:
    """One process's line to the database: one connection listens, reads the log, and sends the bus's signals."""

    def __init__(
        self, *, connect: Mapping[str, Any], watcher: Watcher, deliver: Callable[..., None], table: str = "platform_log"
    ) -> None:
        self.bus = Bus(deliver=deliver, wake=self._wake)
        self._connect = dict(connect)
        self._watcher = watcher
        self._tail = LogTail(table=table)
        self._readable = asyncio.Event()
        self._log_is_due = True
        self._read_at: float | None = None

    @property
    def is_alive(self) -> bool:
        """Whether the database was reachable and the log read a moment ago."""
        return self._read_at is not None and asyncio.get_running_loop().time() - self._read_at < STALE

    async def run(self) -> None:
        """Listen until cancelled; when the database goes away, come back as soon as it does."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                if self._read_at is not None:
                    logger.warning("The live line to the database broke: %s", error)
            except Exception:  # whatever it was, a deaf process helps nobody
                logger.exception("The live line failed")
            if self._read_at is not None:
                self._watcher.on_lost()
            self._read_at = None
            await asyncio.sleep(RETRY)

    async def _listen(self) -> None:
        options = {"connect_timeout": 5, "application_name": "rafiq live", **self._connect, "autocommit": True}
        async with await psycopg.AsyncConnection.connect(**options) as connection:
            connection.add_notify_handler(lambda note: self._noted(note.channel, note.payload))
            for channel in (LOG_CHANNEL, CHANNEL):
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            self._log_is_due = True
            while True:
                await self._turn(connection)

    async def _turn(self, connection: psycopg.AsyncConnection[Any]) -> None:
        loop = asyncio.get_running_loop()
        if self._log_is_due or self._read_at is None or loop.time() - self._read_at >= POLL:
            self._log_is_due = False
            self._tell(await self._tail.read(connection))
            self._read_at = loop.time()
        for payload in self.bus.drain(now=loop.time()):
            await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
        self._pump(connection)
        if not self._log_is_due:
            await self._wait(connection, until=self._read_at + POLL)
            self._pump(connection)

    def _tell(self, rows: list[LogRow] | None) -> None:
        if rows is None:
            self._watcher.on_gap()
        elif rows:
            self._watcher.on_rows(rows)

    async def _wait(self, connection: psycopg.AsyncConnection[Any], *, until: float) -> None:
        """Sleep until the server says something, the bus has something to send, or the poll is due.

        Our own watch on the socket, since psycopg's `notifies()` could not be woken by the bus; set
        anew each time, because psycopg takes the socket over while it runs a statement.
        """
        loop = asyncio.get_running_loop()
        pause = self.bus.pause(now=loop.time())
        timeout = until - loop.time() if pause is None else min(until - loop.time(), pause)
        self._readable.clear()
        loop.add_reader(connection.fileno(), self._readable.set)
        try:
            async with asyncio.timeout(max(timeout, 0)):
                await self._readable.wait()
        except TimeoutError:
            pass
        finally:
            loop.remove_reader(connection.fileno())

    def _pump(self, connection: psycopg.AsyncConnection[Any]) -> None:
        connection.pgconn.consume_input()
        while note := connection.pgconn.notifies():
            self._noted(note.relname.decode(), note.extra.decode())

    def _noted(self, channel: str, payload: str) -> None:
        if channel == LOG_CHANNEL:
            self._log_is_due = True
        else:
            self.bus.receive(payload)

    def _wake(self) -> None:
        self._readable.set()
