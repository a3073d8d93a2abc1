"""The WebSocket protocol (RFC 6455), server side, as pure functions of bytes. No extensions, no subprotocols."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_CONTROL_LIMIT = 125  # bytes in a control frame, RFC 6455, 5.5


class Broken(Exception):
    """The peer does not speak the protocol, or says too much at once."""


def accept(key: bytes) -> bytes:
    """Answer an opening handshake."""
    proof = base64.b64encode(hashlib.sha1(key + _MAGIC).digest())  # noqa: S324  # as the RFC wants it; protects nothing
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
    )


def encode(payload: bytes, *, opcode: int = TEXT) -> bytes:
    """Frame a whole message."""
    size = len(payload)
    if size <= 125:
        head = bytes((0x80 | opcode, size))
    elif size < 1 << 16:
        head = bytes((0x80 | opcode, 126)) + size.to_bytes(2)
    else:
        head = bytes((0x80 | opcode, 127)) + size.to_bytes(8)
    return head + payload


class Decoder:
    """Puts the peer's messages together. Holds no buffer while nothing is on its way."""

    __slots__ = ("_buffer", "_limit", "_opcode", "_parts")

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._buffer: bytearray | None = None
        self._opcode = 0
        self._parts: list[bytes] | None = None

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the whole messages (opcode, payload) that these bytes complete.

        Raises:
            Broken: if the protocol is broken or a message exceeds the limit.
        """
        buffer = self._buffer if self._buffer is not None else bytearray()
        buffer += data  # grows in place: a frame that trickles in is not copied again and again
        at = 0
        while (frame := self._frame(buffer, at)) is not None:
            first, payload, at = frame
            if (message := self._assemble(first, payload)) is not None:
                yield message
        del buffer[:at]
        self._buffer = buffer or None

    def _frame(self, buffer: bytearray, at: int) -> tuple[int, bytes, int] | None:
        """Cut one frame out of the buffer: its first byte, its unmasked payload, and where it ends."""
        if len(buffer) - at < 2:
            return None
        first, second = buffer[at], buffer[at + 1]
        if first & 0x70 or not second & 0x80:
            raise Broken("a reserved bit, or a frame without mask")
        size, start = second & 0x7F, at + 2
        if size > _CONTROL_LIMIT:
            start += 2 if size == 126 else 8
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[at + 2 : start])
        self._check_size(first, size)
        end = start + 4 + size
        if len(buffer) < end:
            return None
        return first, _unmask(buffer[start + 4 : end], buffer[start : start + 4]), end

    def _check_size(self, first: int, size: int) -> None:
        if first & 0x08 and (size > _CONTROL_LIMIT or not first & 0x80):
            raise Broken("a control frame must be short and whole")
        if size + sum(map(len, self._parts or ())) > self._limit:
            raise Broken("too much at once")

    def _assemble(self, first: int, payload: bytes) -> tuple[int, bytes] | None:
        opcode, is_last = first & 0x0F, bool(first & 0x80)
        if opcode in {CLOSE, PING, PONG}:
            return opcode, payload
        if opcode not in {CONTINUATION, TEXT, BINARY} or (opcode == CONTINUATION) == (self._parts is None):
            raise Broken("an unknown frame, or one out of turn")
        if self._parts is None and is_last:
            return opcode, payload
        if self._parts is None:
            self._opcode, self._parts = opcode, []
        self._parts.append(payload)
        if len(self._parts) > 1_000:
            raise Broken("too many pieces")
        if not is_last:
            return None
        whole, self._parts = b"".join(self._parts), None
        return self._opcode, whole


def _unmask(payload: bytearray, mask: bytearray) -> bytes:
    """Undo the mask (RFC 6455, 5.3) as one big number: far faster than byte by byte."""
    size = len(payload)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(size)
