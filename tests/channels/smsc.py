"""A small message centre that follows SMPP 3.4, with a codec of its own: what ours misreads, this one does not."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import ssl
import struct
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field

SYSTEM, PASSWORD = "narvan", "s3cret"
BINDS = {0x01: "receiver", 0x02: "transmitter", 0x09: "transceiver"}
SUBMIT, DELIVER, UNBIND, ENQUIRE, DATA, NACK = 0x04, 0x05, 0x06, 0x15, 0x103, 0x80000000


@dataclass
class Submitted:
    """A submit_sm as it came."""

    source: str
    to: str
    esm_class: int
    registered: int
    coding: int
    octets: bytes
    tlvs: dict[int, bytes]
    provider_id: str = ""
    status: int = 0


class Line:
    """One client's connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.bound = ""
        self.sequence = itertools.count(1)
        self.waiting: dict[int, asyncio.Future[tuple[int, int]]] = {}

    def send(self, command: int, sequence: int, status: int = 0, body: bytes = b"") -> None:
        self.writer.write(struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body)

    async def ask(self, command: int, body: bytes = b"") -> tuple[int, int]:
        """Send a request; return (command, status) of the answer."""
        sequence = next(self.sequence)
        answer = self.waiting[sequence] = asyncio.get_running_loop().create_future()
        self.send(command, sequence, 0, body)
        return await asyncio.wait_for(answer, 20)


@dataclass
class Centre:
    """The centre. What it shall do wrong is said by its fields; from the outside it is used by plain functions."""

    hexadecimal: bool = False
    throttled: int = 0
    full: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    hang_up_at: int = 0
    """Close the line instead of answering this submit (1 is the next); 0 never."""
    lose_answer_at: int = 0
    """Take this submit, but close the line before the answer to it is sent."""
    mute: bool = False
    hang_up_on_delivery: int = 0
    """So many answers to deliveries are thrown away, and the line with them."""
    binds_allowed: int = 10
    port: int = 0
    tls: ssl.SSLContext | None = None
    slow_seconds: float = 0.0
    """Answers to submits wait so long, so that several are under way."""
    most_under_way: int = 0
    binds: list[str] = field(default_factory=list)
    submitted: list[Submitted] = field(default_factory=list)
    enquiries: int = 0
    nacks: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(305419896))

    # ------------------------------------------------------------------ from the outside

    def start(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self._do(asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.tls))
        self.under_way = 0
        self.port = self.server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._do(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def deliver(self, body: bytes, *, command: int = DELIVER) -> int:
        """Deliver to whoever receives; return the status of the answer."""
        return self._do(self._deliver(body, command))

    def deliver_all(self, bodies: list[bytes]) -> list[int]:
        """Deliver many at once, without waiting between them."""
        return self._do(self._deliver_all(bodies))

    def hang_up(self) -> None:
        self._do(self._hang_up())

    def send_raw(self, octets: bytes) -> None:
        self._do(self._send_raw(octets))

    def wait_for_bind(self, *kinds: str) -> None:
        self._do(self._until(lambda: any(line.bound in kinds for line in self.lines)))

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait in the caller's thread, where tests may ask the database."""
        until = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < until, "it never came to be"
            time.sleep(0.005)

    def texts(self) -> list[str]:
        """What was submitted and taken, each part read by this centre's own rules (UCS-2 and ASCII only)."""
        return [read(one) for one in self.submitted if not one.status]

    # ------------------------------------------------------------------ inside

    def _do[T](self, work: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                await asyncio.sleep(0.005)

    async def _stop(self) -> None:
        self.server.close()
        await self._hang_up()

    async def _hang_up(self) -> None:
        for line in self.lines:
            line.writer.close()
        self.lines.clear()

    async def _send_raw(self, octets: bytes) -> None:
        for line in self.lines:
            line.writer.write(octets)

    def _receiver(self) -> Line:
        return next(line for line in reversed(self.lines) if line.bound in {"receiver", "transceiver"})

    async def _deliver(self, body: bytes, command: int) -> int:
        await self._until(lambda: any(line.bound in {"receiver", "transceiver"} for line in self.lines))
        return (await self._receiver().ask(command, body))[1]

    async def _deliver_all(self, bodies: list[bytes]) -> list[int]:
        await self._until(lambda: any(line.bound in {"receiver", "transceiver"} for line in self.lines))
        line = self._receiver()
        return [status for _, status in await asyncio.gather(*(line.ask(DELIVER, body) for body in bodies))]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(reader, writer)
        self.lines.append(line)
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                length, command, status, sequence = struct.unpack(">LLLL", await reader.readexactly(16))
                body = await reader.readexactly(length - 16)
                if not self._take(line, command, status, sequence, body):
                    break
        for answer in line.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError())
                answer.exception()
        writer.close()
        if line in self.lines:
            self.lines.remove(line)

    def _take(self, line: Line, command: int, status: int, sequence: int, body: bytes) -> bool:
        if command & 0x80000000:
            return self._answered(line, command, status, sequence)
        if command in BINDS:
            return self._bind(line, command, sequence, body)
        if command == SUBMIT:
            return self._submit(line, sequence, body)
        if command == ENQUIRE:
            self.enquiries += 1
            if not self.mute:
                line.send(ENQUIRE | 0x80000000, sequence)
            return True
        if command == UNBIND:
            line.send(UNBIND | 0x80000000, sequence)
            return False
        line.send(NACK, sequence, 0x03)
        return True

    def _answered(self, line: Line, command: int, status: int, sequence: int) -> bool:
        if command == NACK:
            self.nacks.append(status)
        elif command in {DELIVER | 0x80000000, DATA | 0x80000000} and self.hang_up_on_delivery:
            self.hang_up_on_delivery -= 1
            return False
        answer = line.waiting.pop(sequence, None)
        if answer and not answer.done():
            answer.set_result((command, status))
        return True

    def _bind(self, line: Line, command: int, sequence: int, body: bytes) -> bool:
        system_id, password, _rest = body.split(b"\0", 2)
        status = 0
        if system_id.decode() != SYSTEM:
            status = 0x0F
        elif password.decode() != PASSWORD:
            status = 0x0E
        elif sum(bool(one.bound) for one in self.lines) >= self.binds_allowed:
            status = 0x05
        else:
            line.bound = BINDS[command]
            self.binds.append(line.bound)
        line.send(command | 0x80000000, sequence, status, b"" if status else b"centre\0\x02\x10\0\x01\x34")
        return not status

    def _submit(self, line: Line, sequence: int, body: bytes) -> bool:
        if line.bound not in {"transmitter", "transceiver"}:
            line.send(SUBMIT | 0x80000000, sequence, 0x04)
            return True
        one = parse(body)
        self.submitted.append(one)
        if self.hang_up_at:
            self.hang_up_at -= 1
            if not self.hang_up_at:
                self.submitted.pop()
                return False
        one.status = self._status(one)
        if not one.status:
            number = next(self.ids)
            one.provider_id = f"{number:X}" if self.hexadecimal else str(number)
        if self.lose_answer_at:
            self.lose_answer_at -= 1
            if not self.lose_answer_at:
                return False
        if not self.mute:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            self.loop.call_later(self.slow_seconds, self._answer_submit, line, sequence, one)
        return True

    def _answer_submit(self, line: Line, sequence: int, one: Submitted) -> None:
        self.under_way -= 1
        body = b"" if one.status else one.provider_id.encode() + b"\0"
        line.send(SUBMIT | 0x80000000, sequence, one.status, body)

    def _status(self, one: Submitted) -> int:
        if self.throttled:
            self.throttled -= 1
            return 0x58
        if self.full:
            self.full -= 1
            return 0x14
        return self.refused.get(one.to, 0)


def parse(body: bytes) -> Submitted:
    """Read a submit_sm by the table of section 4.4.1."""
    at = 0

    def string() -> str:
        nonlocal at
        end = body.index(0, at)
        found, at = body[at:end].decode("latin-1"), end + 1
        return found

    def octet() -> int:
        nonlocal at
        at += 1
        return body[at - 1]

    string()
    octet(), octet()
    source = string()
    octet(), octet()
    to = string()
    esm_class = octet()
    octet(), octet()
    string(), string()
    registered = octet()
    octet()
    coding = octet()
    octet()
    length = octet()
    octets = body[at : at + length]
    assert len(octets) == length
    at += length
    tlvs = {}
    while at < len(body):
        tag, size = struct.unpack(">HH", body[at : at + 4])
        tlvs[tag] = body[at + 4 : at + 4 + size]
        at += 4 + size
    assert at == len(body)
    return Submitted(source, to, esm_class, registered, coding, octets, tlvs)


def read(one: Submitted) -> str:
    octets = one.octets or one.tlvs.get(0x0424, b"")
    octets = octets[octets[0] + 1 :] if one.esm_class & 0x40 else octets
    return octets.decode("utf-16-be" if one.coding == 8 else "ascii")


def message(
    octets: bytes, *, sender: str = "989123456789", to: str = "3000505", coding: int = 8, esm_class: int = 0,
    ton: int = 1, tlvs: dict[int, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Write the body of a deliver_sm by the table of section 4.6.1."""
    head = b"\0" + bytes([ton, 1]) + sender.encode() + b"\0" + b"\x00\x01" + to.encode() + b"\0"
    middle = bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(octets)]) + octets
    return head + middle + b"".join(struct.pack(">HH", tag, len(value)) + value for tag, value in (tlvs or {}).items())


def text(words: str, **fields: object) -> bytes:
    return message(words.encode("utf-16-be"), **fields)


def parts(words: str, *, reference: int = 7, size: int = 134, **fields: object) -> list[bytes]:
    """Cut a text as a careless phone does: by octets, through surrogate pairs, wherever they are."""
    octets = words.encode("utf-16-be")
    pieces = [octets[at : at + size] for at in range(0, len(octets), size)]
    return [
        message(bytes([5, 0, 3, reference, len(pieces), number]) + piece, esm_class=0x40, **fields)
        for number, piece in enumerate(pieces, 1)
    ]


def receipt(
    provider_id: str, stat: str = "DELIVRD", *, sender: str = "989123456789", err: str = "000", esm_class: int = 4,
    tlvs: dict[int, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Write a receipt as most centres do (Appendix B)."""
    words = (
        f"id:{provider_id} sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:{stat} err:{err} text:"
    )
    return message(words.encode(), sender=sender, coding=0, esm_class=esm_class, tlvs=tlvs)
