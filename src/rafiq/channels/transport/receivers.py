"""The worker's receivers: one task for each channel that listens, in one worker at a time, kept alive.

Who holds a channel's session lock listens. All locks of a worker hang on one session of the database: when it is lost,
every receiver stops, as another worker may begin.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from django.utils import translation

from rafiq.accounts import queries as accounts
from rafiq.channels.transport import connections as standing
from rafiq.channels.transport import registry, unreached
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.channels.transport.models import Connection
from rafiq.inbox.models import Channel
from rafiq.platform import db, worker

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
GOOD_SECONDS = 60.0  # who stayed connected for so long begins with the first pause again
END_SECONDS = 5.0
LOCK_SPACE = 0x52464C53
_NOTICE_DEAD_PEERS = "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"


@dataclass(slots=True)
class _Receiver:
    """One channel's task, and what its settings were when it began. It comes to True where nothing is to be heard."""

    version: int
    task: asyncio.Task[bool]

    def has_broken_off(self) -> bool:
        """Test whether it ended although there is something to hear: access was revoked, or it broke."""
        if not self.task.done() or self.task.cancelled():
            return False
        if error := self.task.exception():
            logger.error("%s broke; it begins anew", self.task.get_name(), exc_info=error)
            return True
        return not self.task.result()


async def keep_receiving() -> None:
    """Let every channel that should listen do so, until cancelled or the database is lost."""
    parameters = await asyncio.to_thread(_parameters)
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as session:
        await session.execute(_NOTICE_DEAD_PEERS)
        running: dict[int, _Receiver] = {}
        try:
            while True:
                await _look(session, running)
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await _end([one.task for one in running.values()])


async def _look(session: psycopg.AsyncConnection, running: dict[int, _Receiver]) -> None:
    """Compare what runs with what should; a lost session ends everything by its exception."""
    wanted = await asyncio.to_thread(_wanted)
    stale = [pk for pk, one in running.items() if wanted.get(pk) != one.version or one.has_broken_off()]
    await _end([running[pk].task for pk in stale])
    for pk in stale:
        del running[pk]
        await _ask(session, "SELECT pg_advisory_unlock(%s, %s)", pk)
        if pk not in wanted:
            await asyncio.to_thread(standing.idle, pk)
    for pk in wanted.keys() - running.keys():
        if await _ask(session, "SELECT pg_try_advisory_lock(%s, %s)", pk):
            running[pk] = _Receiver(wanted[pk], asyncio.create_task(_keep_listening(pk), name=f"receiver-{pk}"))
    await session.execute("SELECT 1")


async def _ask(session: psycopg.AsyncConnection, statement: str, pk: int) -> bool:
    cursor = await session.execute(statement.encode(), [LOCK_SPACE, pk])
    row: Any = await cursor.fetchone()
    return bool(row[0])


async def _end(tasks: list[asyncio.Task[bool]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=END_SECONDS)


async def _keep_listening(pk: int) -> bool:
    """Listen again and again with growing pauses; True if there is nothing to hear, False if we may not any more."""
    pause = FIRST_PAUSE
    while True:
        began = asyncio.get_running_loop().time()
        try:
            await _listen(pk)
        except Exception as error:
            if revoked := _revocation(error):
                await _noted(standing.revoked, pk, str(revoked))
                return False
            await _note_failure(pk, error)
        else:
            return True
        if asyncio.get_running_loop().time() - began > GOOD_SECONDS:
            pause = FIRST_PAUSE
        await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311  # so that not all come back at once
        pause = min(pause * 2, LONGEST_PAUSE)


async def _listen(pk: int) -> None:
    channel, language = await asyncio.to_thread(_channel, pk)
    transport = registry.find(channel.kind)
    if transport is not None:
        with translation.override(language):
            await transport.listen(channel)


async def _note_failure(pk: int, error: Exception) -> None:
    words = unreached.kept(error)
    is_usual = isinstance(error, (OSError, *db.AWAY))
    told = f"{words} ({unreached.details(error)})"
    logger.warning("The receiver of channel %s ended: %s", pk, told, exc_info=None if is_usual else error)
    if not isinstance(error, db.AWAY):
        await _noted(standing.away, pk, words)


async def _noted(note: Any, pk: int, words: str) -> None:  # noqa: ANN401  # one of the functions of `connections`
    """Write a state down, again and again while the database is away."""
    while True:
        try:
            await asyncio.to_thread(note, pk, words)
        except db.AWAY:
            await asyncio.sleep(FIRST_PAUSE)
        else:
            return


def _revocation(error: BaseException) -> AccessRevoked | None:
    """Find what says that we may not, also among the exceptions of a task group."""
    if isinstance(error, AccessRevoked):
        return error
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return next((found for one in inner if (found := _revocation(one))), None)


def _wanted() -> dict[int, int]:
    """Find which channels should listen, each with the version of its settings."""
    revoked = Connection.objects.filter(state=Connection.State.REVOKED).values("channel")
    kinds = [transport.kind for transport in registry.kinds()]
    rows = Channel.objects.filter(kind__in=kinds, is_active=True).exclude(pk__in=revoked)
    return {row.pk: hash((row.kind, repr(sorted(row.settings.items())), row.secret)) for row in rows}


def _channel(pk: int) -> tuple[Channel, str]:
    return Channel.objects.get(pk=pk), accounts.company().language


def _parameters() -> dict[str, Any]:
    connection.ensure_connection()
    return worker.plain(connection.get_connection_params())
