"""Watches the folders of mailboxes: a thread for each, told by the server (IDLE, RFC 2177) when something comes."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from rafiq.channels.mail.config import Config
from rafiq.channels.mail.live import fetching, mailbox
from rafiq.channels.mail.live.mailbox import Folder
from rafiq.channels.transport import connections
from rafiq.inbox.models import Channel

IDLE_AGAIN = 9 * 60.0  # servers end IDLE after half an hour, many routers forget a silent connection after ten minutes
LOOK_AGAIN = 20.0  # where the server has no IDLE
GLANCE = 1.0
END_SECONDS = 4.0


@dataclass(slots=True)
class _Watch:
    """One mailbox being watched. `stop` ends all its threads; cursors of its folders stand in one place."""

    channel: Channel
    config: Config
    stop: threading.Event = field(default_factory=threading.Event)
    cursor: threading.Lock = field(default_factory=threading.Lock)


async def watch(channel: Channel, config: Config) -> None:
    """Watch a mailbox until cancelled, and journal what comes; the first error of any folder ends it.

    Raises:
        AccessRevoked: if the server does not accept the name and password.
    """
    watched = _Watch(channel, config)
    tasks = [_in_thread(_watch_folder, watched, name) for name in config.folders]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        watched.stop.set()
        await asyncio.wait(tasks, timeout=END_SECONDS)
    # The first to fail stops the others, so whoever ended well did so because of another.
    for task in tasks:
        if task.done():
            task.result()
    raise ConnectionError("The mailbox is not watched any more.")


def _in_thread(work: Callable[[_Watch, str], None], watched: _Watch, name: str) -> asyncio.Future[None]:
    """Begin a thread that may run for days, and may hang in a dead connection when everything else ends."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def tell(error: BaseException | None) -> None:
        if error is None:
            ended.set_result(None)
        else:
            ended.set_exception(error)

    def run() -> None:
        error: BaseException | None = None
        try:
            work(watched, name)
        except BaseException as found:
            error = found
        with contextlib.suppress(RuntimeError):  # the loop is gone, and nobody waits
            loop.call_soon_threadsafe(tell, error)

    threading.Thread(target=run, name=f"mail-{watched.channel.pk}-{name}", daemon=True).start()
    ended.add_done_callback(lambda one: one.exception() if not one.cancelled() else None)
    return ended


def _watch_folder(watched: _Watch, name: str) -> None:
    try:
        with mailbox.opened(watched.config, name) as folder:
            connections.connected(watched.channel.pk)
            if folder.client.has_capability("IDLE"):
                _follow_idle(watched, folder)
            else:
                _follow_by_looking(watched, folder)
    finally:
        watched.stop.set()
        connection.close()


def _follow_idle(watched: _Watch, folder: Folder) -> None:
    """Wait to be told, look, and wait again."""
    while not watched.stop.is_set():
        _look(watched, folder)
        if folder.was_told():
            continue  # it came while we looked: the server has said so and will not say it again
        folder.client.idle()
        _wait_idle(watched, folder)
        folder.client.idle_done()


def _wait_idle(watched: _Watch, folder: Folder) -> None:
    """Wait until the server says something that may mean mail, or it is time to show that we are still there."""
    until = time.monotonic() + IDLE_AGAIN
    while not watched.stop.is_set() and time.monotonic() < until:
        began = time.monotonic()
        said = folder.client.idle_check(timeout=GLANCE)
        if any(one[0] != b"OK" for one in said):
            return
        if not said and time.monotonic() - began < GLANCE / 2:
            return  # readable, and nothing to read: the connection is at its end, which the next command will tell


def _follow_by_looking(watched: _Watch, folder: Folder) -> None:
    while not watched.stop.is_set():
        folder.client.noop()
        _look(watched, folder)
        watched.stop.wait(LOOK_AGAIN)


def _look(watched: _Watch, folder: Folder) -> None:
    try:
        fetching.take(watched.channel.pk, watched.config, folder, lock=watched.cursor, stop=watched.stop)
    finally:
        connection.close()  # the pool is small, and a mailbox may be silent for days
