"""A visitor's end of docs/webchat-protocol.md, as light as possible: what it spends, the measured server lacks."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

type Heard = Callable[[Visitor, bytes], None]

HOST = "127.0.0.1"
TEXT = 0x81  # the first byte of a whole text frame
ACK = b'{"t":"ack"'
_PING = b'{"t":"ping"}'

# What people write to a shop: Persian, Arabic, English, short and long.
TEXTS = (
    "سلام، سفارش من هنوز نرسیده است. شمارهٔ سفارش ۱۴۷۲۵۸",
    "می‌خواهم قهوه‌سازی را که دیروز خریدم پس بدهم، چه‌طور باید بفرستم؟",
    "ممنون",
    "دستگاه روشن می‌شود ولی آب گرم نمی‌کند و چراغ قرمز چشمک می‌زند. گارانتی دارد؟",
    "مرحبا، متى يصل طلبي رقم ٩٨٢٣٤؟",
    "أريد تغيير عنوان التوصيل إلى شارع الحمراء، بناية النور، الطابق الثالث",
    "شكرا جزيلا",
    "Hello, my parcel says delivered but I never got it.",
    "Is the two-year guarantee also valid in Basra?",
    "ok thanks",
)


def masked(payload: bytes) -> bytes:
    """Frame a text message as a client must (RFC 6455, 5.2); with a mask of zeros, which changes no byte."""
    size = len(payload)
    head = bytes((0x81, 0x80 | size)) if size <= 125 else bytes((0x81, 0xFE)) + size.to_bytes(2)
    return head + b"\0\0\0\0" + payload


class Writer:
    """Words messages that all differ in their ids. The texts are framed beforehand; only the id is put in."""

    def __init__(self) -> None:
        tails = [f'","text":{json.dumps(text, ensure_ascii=False)}}}'.encode() for text in TEXTS]
        self._frames = [(masked(b'{"t":"msg","id":"' + b"0" * 36 + tail).partition(b"0" * 36)) for tail in tails]
        self._prefix = str(uuid.UUID(int=random.getrandbits(128), version=4))[:24].encode()
        self._count = 0

    def next(self) -> bytes:
        """Return one more message, ready to send."""
        self._count += 1
        return self._word(b"%b%012x" % (self._prefix, self._count), self._count)

    def word(self, text: str) -> bytes:
        """Return a message with a text of its own."""
        self._count += 1
        message_id = f"{self._prefix.decode()}{self._count:012x}"
        return masked(json.dumps({"t": "msg", "id": message_id, "text": text}).encode())

    def again(self, message_id: str) -> bytes:
        """Return the message with this id once more."""
        return self._word(message_id.encode(), int(message_id[-12:], 16))

    def _word(self, message_id: bytes, number: int) -> bytes:
        head, _, tail = self._frames[number % len(self._frames)]
        return head + message_id + tail


class Visitor(asyncio.Protocol):
    """One socket. `heard` gets every frame but the first, the welcome."""

    __slots__ = ("_buffer", "_head", "_hello", "_transport", "heard", "number", "token", "under_way", "welcome")

    def __init__(self, number: int, *, port: int, key: str, heard: Heard, token: str | None = None) -> None:
        self.number = number
        self.token = token
        self._hello = masked(json.dumps({"t": "hello", "v": 1, "token": token, "lang": "fa", "after": 0}).encode())
        self.heard = heard
        self.under_way = 0  # messages sent and not acknowledged
        self.welcome: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._head = (
            f"GET /live/visitor?key={key} HTTP/1.1\r\nHost: {HOST}:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        ).encode()
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._head)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever still waits for the welcome."""
        self._transport = None
        if not self.welcome.done():
            self.welcome.set_exception(ConnectionError(f"visitor {self.number} was turned away: {self._buffer!r}"))

    def data_received(self, data: bytes) -> None:
        """Take whole frames out of what comes; the server's have no mask."""
        data = self._buffer + data if self._buffer else data
        at = 0
        if self._head:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4 or not data.startswith(b"HTTP/1.1 101"):
                self._buffer = data
                return
            self._head = b""
            self.say(self._hello)
        while (found := _frame(data, at)) is not None:
            opcode, payload, at = found
            if opcode != TEXT:
                self.leave()
            elif self.welcome.done():
                self.heard(self, payload)
            else:
                self.token = json.loads(payload).get("token")
                self.welcome.set_result(payload)
        self._buffer = data[at:]

    @property
    def is_open(self) -> bool:
        """Whether the socket still stands."""
        return self._transport is not None and not self._transport.is_closing()

    def say(self, frame: bytes) -> None:
        """Send bytes that are framed already."""
        if self._transport is not None:
            self._transport.write(frame)

    def ping(self) -> None:
        """Show that we are still here."""
        self.say(masked(_PING))

    def leave(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()


async def connect_all(visitors: Sequence[Visitor], *, port: int, at_once: int = 100) -> None:
    """Connect visitors, not all at once, and wait until every one is welcome."""
    loop = asyncio.get_running_loop()
    for group in itertools.batched(visitors, at_once, strict=False):
        await asyncio.gather(*(loop.create_connection(partial(_itself, one), HOST, port) for one in group))
        await asyncio.wait_for(asyncio.gather(*(one.welcome for one in group)), 60)


def _itself(visitor: Visitor) -> Visitor:
    return visitor


def _frame(data: bytes, at: int) -> tuple[int, bytes, int] | None:
    """Cut one frame out: its first byte, its payload, and where it ends."""
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    if size > 125:
        start += 2 if size == 126 else 8
        size = int.from_bytes(data[at + 2 : start])
    end = start + size
    return (data[at], data[start:end], end) if len(data) >= end else None
