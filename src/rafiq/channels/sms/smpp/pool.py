"""Connections that messages go out on: shared by the threads of a process, made when needed, closed when idle.

Jobs run in threads and may wait; connections live on an event loop. So a process that sends has one loop of its own
in a thread, with one transmitter for each channel. Where this process also listens as a transceiver, that connection
is used instead: many centres allow one bind only.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.smpp.pdu import Command, Short
from rafiq.channels.sms.smpp.session import LineLost, Session

IDLE_SECONDS: Final = 60.0
LONGEST_WAIT: Final = 60.0


@dataclass(slots=True)
class _Line:
    """One channel's transmitter. The lock lets one thread's work open it while the others wait."""

    opening: asyncio.Lock
    session: Session | None = None
    used_at: float = 0.0
    closer: asyncio.Task[None] | None = None


@dataclass(slots=True)
class _Pool:
    guard: threading.Lock = field(default_factory=threading.Lock)
    loop: asyncio.AbstractEventLoop | None = None
    lines: dict[int, _Line] = field(default_factory=dict)
    lent: dict[int, Session] = field(default_factory=dict)


_pool = _Pool()


def submit(channel_id: int, link: Link, short: Short) -> str:
    """Hand one message over from any thread, and wait for the centre's id for it.

    Raises:
        OSError: if the centre cannot be reached.
        rafiq.channels.sms.smpp.session.Refused: if it says no, to the bind or to the message.
        rafiq.channels.sms.smpp.session.LineLost: if it is not known what became of it.
    """
    lent = _pool.lent.get(channel_id)
    if lent is not None and lent.is_alive and lent.link == link:
        return _wait(lent.submit(short), lent.loop)
    return _wait(_submit(channel_id, link, short), _loop())


def lend(channel_id: int, session: Session) -> None:
    """Let messages go out on a connection that is there already."""
    _pool.lent[channel_id] = session


def take_back(channel_id: int, session: Session) -> None:
    """Lend a connection no longer."""
    if _pool.lent.get(channel_id) is session:
        del _pool.lent[channel_id]


def close(channel_id: int) -> None:
    """Close a channel's own transmitter, if there is one."""
    if _pool.loop is not None and channel_id in _pool.lines:
        _wait(_close(_pool.lines[channel_id]), _pool.loop)


def _wait[T](work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> T:
    try:
        future = asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError as error:  # that loop has ended with its listener
        work.close()
        raise LineLost("the connection is gone") from error
    try:
        return future.result(timeout=LONGEST_WAIT)
    except TimeoutError as error:
        future.cancel()
        raise LineLost("the centre keeps us waiting") from error


def _loop() -> asyncio.AbstractEventLoop:
    with _pool.guard:
        if _pool.loop is None:
            _pool.loop = asyncio.new_event_loop()
            threading.Thread(target=_pool.loop.run_forever, name="smpp", daemon=True).start()
        return _pool.loop


async def _submit(channel_id: int, link: Link, short: Short) -> str:
    line = _pool.lines.setdefault(channel_id, _Line(asyncio.Lock()))
    session = await _opened(line, link)
    line.used_at = asyncio.get_running_loop().time()
    return await session.submit(short)


async def _opened(line: _Line, link: Link) -> Session:
    async with line.opening:
        if line.session is not None and line.session.is_alive and line.session.link == link:
            return line.session
        await _hang_up(line)
        session = Session(link)
        await session.open(Command.BIND_TRANSMITTER)
        line.session = session
        line.closer = asyncio.create_task(_close_when_idle(line, session))
        return session


async def _close_when_idle(line: _Line, session: Session) -> None:
    loop = asyncio.get_running_loop()
    line.used_at = loop.time()
    while session.is_alive and (left := line.used_at + IDLE_SECONDS - loop.time()) > 0:
        await asyncio.sleep(left)
    if line.session is session:
        line.session = None
    await session.close()


async def _close(line: _Line) -> None:
    async with line.opening:
        await _hang_up(line)


async def _hang_up(line: _Line) -> None:
    closer, line.closer = line.closer, None
    session, line.session = line.session, None
    if closer is not None:
        closer.cancel()
    if session is not None:
        await session.close()
