"""One connection to a message centre, from bind to unbind: requests with a window, answers, keep-alive."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from rafiq.channels.sms.smpp import pdu
from rafiq.channels.sms.smpp.errors import words_of
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.smpp.pdu import HEADER, LONGEST, RESPONSE, Command, Pdu, Status

logger = logging.getLogger(__name__)

type Keep = Callable[[Sequence[Pdu]], Awaitable[None]]
type Sure = Callable[[datetime], Awaitable[None]]

MOST_AT_ONCE: Final = 200
CONNECT_SECONDS: Final = 15.0


class Refused(Exception):
    """The centre answered a request with an error; `status` is its command status."""

    def __init__(self, status: int) -> None:
        super().__init__(words_of(status))
        self.status = status


class LineLost(ConnectionError):
    """The connection is gone, or the centre no longer answers on it."""


class Session:
    """A bound connection. `keep` journals what is delivered: only when it returns is anything acknowledged.

    `sure` is told a moment of `clock` when the centre has shown that it got our acknowledgements of all it delivered
    before.
    """

    def __init__(
        self,
        link: Link,
        *,
        keep: Keep | None = None,
        sure: Sure | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.link = link
        self.loop = asyncio.get_running_loop()
        self._keep, self._sure, self._clock = keep, sure, clock
        self._in_hand = 0
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[int, asyncio.Future[Pdu]] = {}
        self._sequence = 0
        self._window = asyncio.Semaphore(link.window)
        self._delivered: asyncio.Queue[Pdu] = asyncio.Queue(maxsize=MOST_AT_ONCE * 5)
        self._tasks: list[asyncio.Task[None]] = []
        self._lost: asyncio.Future[None] = self.loop.create_future()

    @property
    def is_alive(self) -> bool:
        """Whether requests can be made."""
        return self._writer is not None and not self._lost.done()

    async def open(self, command: Command) -> None:
        """Connect and bind.

        Raises:
            OSError: if the centre cannot be reached (TLS and time-outs included).
            Refused: if it does not take the bind.
            LineLost: if it hangs up.
        """
        link = self.link
        async with asyncio.timeout(CONNECT_SECONDS):
            self._reader, self._writer = await asyncio.open_connection(link.host, link.port, ssl=link.tls)
        self._tasks.append(asyncio.create_task(self._read_on()))
        try:
            await self.request(command, link.bind_body())
        except BaseException:
            await self.close(politely=False)
            raise
        self._tasks.append(asyncio.create_task(self._stay_awake()))
        if self._keep is not None:
            self._tasks.append(asyncio.create_task(self._keep_on(self._keep)))

    async def until_lost(self) -> None:
        """Wait for as long as the connection holds.

        Raises:
            LineLost: when it no longer does.
        """
        await asyncio.shield(self._lost)

    async def submit(self, short: pdu.Short) -> str:
        """Hand one message over; return the centre's id for it.

        Raises:
            Refused: if the centre says no.
            LineLost: if it is not known what became of it.
        """
        async with self._window:
            return pdu.message_id((await self.request(Command.SUBMIT_SM, short.encode())).body)

    async def request(self, command: Command, body: bytes = b"") -> Pdu:
        """Send a request and wait for its answer.

        Raises:
            Refused: if the answer is an error.
            LineLost: if there is none.
        """
        sequence = self._next()
        answer: asyncio.Future[Pdu] = self.loop.create_future()
        self._waiting[sequence] = answer
        try:
            await self._send(Pdu(command, sequence, 0, body))
            async with asyncio.timeout(self.link.answer_seconds):
                found = await answer
        except TimeoutError as error:
            self._lose("the centre does not answer")
            raise LineLost("the centre does not answer") from error
        finally:
            self._waiting.pop(sequence, None)
        if found.status != Status.ROK or found.command == Command.GENERIC_NACK:
            raise Refused(found.status)
        return found

    async def close(self, *, politely: bool = True) -> None:
        """Unbind and hang up. Never raises."""
        if politely and self.is_alive:
            with contextlib.suppress(LineLost, Refused):
                async with asyncio.timeout(2):
                    await self.request(Command.UNBIND)
        self._lose("closed")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(2):
                    await self._writer.wait_closed()

    def _next(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    async def _send(self, unit: Pdu) -> None:
        if self._writer is None or self._lost.done():
            raise LineLost("the connection is gone")
        self._writer.write(unit.encode())
        try:
            await self._writer.drain()
        except OSError as error:
            self._lose(str(error))
            raise LineLost(str(error)) from error

    def _lose(self, reason: str) -> None:
        if not self._lost.done():
            self._lost.set_exception(LineLost(reason))
            self._lost.exception()  # whoever waits is told; nobody need wait
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(LineLost(reason))
        if self._writer is not None:
            self._writer.close()

    async def _read_on(self) -> None:
        try:
            while True:
                await self._take(await self._read_one())
        except (OSError, asyncio.IncompleteReadError, pdu.Malformed, LineLost) as error:
            self._lose(f"the line broke: {error}")

    async def _read_one(self) -> Pdu:
        head = await self._reader.readexactly(HEADER)
        length = int.from_bytes(head[:4])
        if not HEADER <= length <= LONGEST:
            # What follows cannot be told from noise any more (3.2.3): say so and begin anew.
            with contextlib.suppress(LineLost):
                await self._send(Pdu(Command.GENERIC_NACK, 0, Status.RINVCMDLEN))
            raise pdu.Malformed(f"a unit of {length} octets")
        return Pdu.decode(head + await self._reader.readexactly(length - HEADER))

    async def _take(self, unit: Pdu) -> None:
        if unit.is_response:
            self._answered(unit)
        elif unit.command in {Command.DELIVER_SM, Command.DATA_SM} and self._keep is not None:
            self._in_hand += 1
            await self._delivered.put(unit)
        elif unit.command == Command.ENQUIRE_LINK:
            await self._answer(unit)
        elif unit.command == Command.UNBIND:
            await self._answer(unit)
            raise LineLost("the centre hung up")
        elif unit.command != Command.ALERT_NOTIFICATION:
            await self._send(Pdu(Command.GENERIC_NACK, unit.sequence, Status.RINVCMDID))

    def _answered(self, unit: Pdu) -> None:
        answer = self._waiting.get(unit.sequence)
        if answer is not None and not answer.done():
            answer.set_result(unit)
        elif unit.command == Command.GENERIC_NACK:
            logger.warning("A message centre did not understand us (status 0x%08X)", unit.status)

    async def _answer(self, unit: Pdu, status: int = Status.ROK) -> None:
        body = pdu.encode_id() if unit.command in {Command.DELIVER_SM, Command.DATA_SM} else b""
        await self._send(Pdu(unit.command | RESPONSE, unit.sequence, status, body))

    async def _keep_on(self, keep: Keep) -> None:
        """Journal what came, many at once, and acknowledge after the commit."""
        while True:
            units = [await self._delivered.get()]
            while not self._delivered.empty() and len(units) < MOST_AT_ONCE:
                units.append(self._delivered.get_nowait())
            status = Status.ROK
            try:
                await keep(units)
            except Exception:  # a database that is away: the centre keeps them and tries again
                logger.exception("Delivered messages could not be journaled")
                status = Status.RX_T_APPN
            for unit in units:
                with contextlib.suppress(LineLost):
                    await self._answer(unit, status)
            self._in_hand -= len(units)

    async def _stay_awake(self) -> None:
        """Ask now and then whether the centre is there; its answer proves that it has all we sent before."""
        while True:
            await asyncio.sleep(self.link.enquire_seconds)
            asked_at = self._clock() if self._clock and not self._in_hand else None
            try:
                await self.request(Command.ENQUIRE_LINK)
            except (LineLost, Refused) as error:
                self._lose(f"no answer to a keep-alive: {error}")
                return
            if self._sure is not None and asked_at is not None:
                await self._sure(asked_at)
