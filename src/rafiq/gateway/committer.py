"""Group commit: messages of all sockets go to the database in batches, one transaction each.

While one batch is being committed the next one gathers, so batches grow with the load by themselves;
an idle gateway commits a lone message at once. A visitor's messages always take the same lane, and one
thread commits a lane, hence they keep their order; while the database works on one lane, Python works on
the other. A receipt is given only after the commit.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from rafiq.gateway.failures import is_away, is_conflict
from rafiq.gateway.limits import Limits
from rafiq.gateway.ports import Incoming, Receipt

logger = logging.getLogger(__name__)

TRIES = 3  # of a batch that collided with another transaction

type Receive = Callable[[Sequence[Incoming]], Sequence[Receipt]]
type Done = Callable[[Receipt | None], None]  # None: nothing was stored, try again later


class Committer:
    """The way of visitors' messages into the database. Lives on the event loop."""

    def __init__(self, receive: Receive, *, limits: Limits) -> None:
        self._limits = limits
        self._lanes = [_Lane(receive, limits=limits, committed=self._committed) for _ in range(limits.lanes)]
        self._stalled: list[Callable[[], None]] = []

    @property
    def is_full(self) -> bool:
        """Whether senders should wait; see `when_free`."""
        return self._waiting >= self._limits.waiting

    def when_free(self, resume: Callable[[], None]) -> None:
        """Call back once half of what waits has been committed."""
        self._stalled.append(resume)

    def submit(self, incoming: Incoming, done: Done) -> None:
        """Store a message with the next batch of its visitor's lane; `done` gets its receipt after the commit."""
        number = zlib.crc32(incoming.visitor.thread_id.encode()) % len(self._lanes)
        self._lanes[number].submit(incoming, done)

    async def drain(self) -> None:
        """Wait until everything submitted has its receipt."""
        for lane in self._lanes:
            await lane.drain()

    def close(self) -> None:
        """End the threads; call after `drain`."""
        for lane in self._lanes:
            lane.close()

    @property
    def _waiting(self) -> int:
        return sum(len(lane) for lane in self._lanes)

    def _committed(self) -> None:
        if self._stalled and self._waiting <= self._limits.waiting // 2:
            stalled, self._stalled = self._stalled, []
            for resume in stalled:
                resume()


class _Lane:
    """One batch after the other, on one thread."""

    def __init__(self, receive: Receive, *, limits: Limits, committed: Callable[[], None]) -> None:
        self._receive = receive
        self._committed = committed
        self._limits = limits
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="committer")
        self._waiting: deque[tuple[Incoming, Done]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._in_commit: asyncio.Future[list[Receipt | None]] | None = None
        self._last_size = 1
        self._idle = asyncio.Event()
        self._idle.set()

    def __len__(self) -> int:
        """Count the messages that wait for a batch."""
        return len(self._waiting)

    def submit(self, incoming: Incoming, done: Done) -> None:
        """Store a message with the next batch; `done` gets its receipt after the commit."""
        self._idle.clear()
        self._waiting.append((incoming, done))
        if self._in_commit is None:
            self._gather()

    async def drain(self) -> None:
        """Wait until everything submitted has its receipt."""
        await self._idle.wait()

    def close(self) -> None:
        """End the thread; call after `drain`."""
        self._thread.shutdown(wait=False)

    def _gather(self) -> None:
        """Start a commit, after a short while to gather company if messages came in company before."""
        if len(self._waiting) >= self._limits.batch or self._last_size == 1:
            self._start()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._limits.gather_seconds, self._start)

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        # The same message may have come twice, from two tabs or a hasty reconnect: store it once.
        askers: dict[tuple[int, str, str], list[Done]] = {}
        batch: list[Incoming] = []
        while self._waiting and len(batch) < self._limits.batch:
            incoming, done = self._waiting.popleft()
            key = (incoming.visitor.channel_id, incoming.visitor.thread_id, incoming.id)
            if key not in askers:
                batch.append(incoming)
            askers.setdefault(key, []).append(done)
        self._last_size = len(batch)
        self._in_commit = asyncio.get_running_loop().run_in_executor(self._thread, self._commit, batch)
        self._in_commit.add_done_callback(lambda future: self._finish(list(askers.values()), future))

    def _finish(self, askers: list[list[Done]], future: asyncio.Future[list[Receipt | None]]) -> None:
        self._in_commit = None
        receipts = [None] * len(askers) if future.cancelled() or future.exception() else future.result()
        for waiting, receipt in zip(askers, receipts, strict=True):
            for done in waiting:
                done(receipt)
        if self._waiting:
            self._gather()
        else:
            self._idle.set()
        self._committed()

    def _commit(self, batch: list[Incoming]) -> list[Receipt | None]:
        """Store a batch, on the committer's thread.

        One message that cannot be stored must not take others with it: the batch is halved until the
        culprit stands alone.
        """
        for attempt in range(1, TRIES + 1):
            try:
                receipts: list[Receipt | None] = list(self._receive(batch))
                if len(receipts) != len(batch):
                    raise RuntimeError("a receipt for each message, please")
                return receipts
            except Exception as error:
                if is_conflict(error) and attempt < TRIES:
                    continue
                if is_away(error):
                    logger.warning("Could not store %d messages: %s", len(batch), error)
                    return [None] * len(batch)
                if len(batch) == 1:
                    logger.exception("Message %s could not be stored", batch[0].id)
                    return [Receipt(error="bad_frame")]
                break
        middle = len(batch) // 2
        return self._commit(batch[:middle]) + self._commit(batch[middle:])
