"""What sockets and streams of one process share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakValueDictionary

from rafiq.gateway.committer import Committer
from rafiq.gateway.limits import Limits
from rafiq.gateway.ports import Domain, Door
from rafiq.gateway.presence import BEAT, PRESENCE, Presence
from rafiq.gateway.throttle import Bucket
from rafiq.platform.live import Live
from rafiq.platform.live_hub import Hub, LogRow, Signal

logger = logging.getLogger(__name__)

THREADS = 4
DOOR_SECONDS = 5.0  # how long a channel's settings are believed
LOST = "lost"  # the signal that the database is away
MOST_DOORS = 1_000  # made-up keys must not fill the memory


class Core:
    """Topics, presence, the committer, and the threads on which the domain's functions run."""

    def __init__(self, domain: Domain, *, connect: dict[str, Any], limits: Limits, table: str) -> None:
        self.domain = domain
        self.limits = limits
        self.hub = Hub()
        self.live = Live(connect=connect, watcher=self, deliver=self._deliver, table=table)
        self.presence = Presence(hub=self.hub, bus=self.live.bus)
        self.committer = Committer(domain.receive, limits=limits)
        self.is_closing = False
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="gateway")
        self._tasks: set[asyncio.Task[None]] = set()
        self._doors: dict[str, tuple[float, Door | None]] = {}
        self._words: dict[tuple[str, str], str] = {}
        self._buckets: WeakValueDictionary[str, Bucket] = WeakValueDictionary()

    @property
    def now(self) -> float:
        """The event loop's clock, in seconds."""
        return asyncio.get_running_loop().time()

    async def run[T](self, function: Callable[[], T]) -> T:
        """Call one of the domain's blocking functions on a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something short beside the socket that asked for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def door(self, key: str) -> Door | None:
        """Return the channel with this key, as it was at most a few seconds ago."""
        now = self.now
        found = self._doors.get(key)
        if found is not None and found[0] > now:
            return found[1]
        door = await self.run(lambda: self.domain.admit(key))
        if len(self._doors) >= MOST_DOORS:
            self._doors.clear()
        self._doors[key] = now + DOOR_SECONDS, door
        return door

    def bucket(self, thread_id: str) -> Bucket:
        """Return a visitor's allowance, which all of its sockets share."""
        found = self._buckets.get(thread_id)
        if found is None:
            found = self._buckets[thread_id] = Bucket(self.limits)
        return found

    def explain(self, code: str, *, language: str) -> str:
        """Say a code in words."""
        if (code, language) not in self._words:
            self._words[code, language] = self.domain.explain(code, language=language)
        return self._words[code, language]

    def on_rows(self, rows: list[LogRow]) -> None:
        """Tell whoever listens to the topics of new log rows."""
        for row in rows:
            try:
                for topic in dict.fromkeys(self._topics(row)):
                    self.hub.publish(topic, row)
            except Exception:  # one strange row must not make us deaf to the others
                logger.exception("Log row %s could not be told", row.id)

    def on_gap(self) -> None:
        """Let everybody look again."""
        self.hub.stir()

    def on_lost(self) -> None:
        """Let agents' streams end: their pages then say that live updates are away, and try again by themselves."""
        self.hub.stir(Signal(LOST, {}))

    def close(self) -> None:
        """End the threads."""
        self.committer.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _topics(self, row: LogRow) -> Iterable[str]:
        yield row.key
        if row.key.startswith("conversation-"):
            yield "inbox"
        if row.customer_id is not None:
            yield f"customer-{row.customer_id}"
        yield from self.domain.topics_of(row)

    def _deliver(self, topic: str, signal: Signal | None) -> None:
        if signal is None or signal.kind not in {PRESENCE, BEAT}:
            self.hub.publish(topic, signal)
        elif signal.origin:
            self.presence.hear(topic, signal, now=self.now)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("The live process failed at one visitor", exc_info=error)
