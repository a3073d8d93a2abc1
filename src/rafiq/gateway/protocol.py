"""A visitor's connection after the HTTP upgrade: handshake, WebSocket frames, flow control, farewell.

An `asyncio.Protocol` that uvicorn installs in place of its own WebSocket implementations: no task, no
queue and no timer per socket, no buffer while nothing is on its way. That is what keeps an idle
visitor at a few KB.
"""

from __future__ import annotations

import asyncio
import urllib.parse
from typing import Any, Protocol, cast

from rafiq.gateway import wire
from rafiq.gateway.limits import BROKEN_FRAMES, TRY_AGAIN_LATER, Limits

PATH = "/live/visitor"


class Endpoint(Protocol):
    """What stands behind a socket."""

    def on_text(self, payload: bytes) -> None:
        """Take one text message."""

    def on_broken(self) -> None:
        """Take note of a message that is no text at all."""

    def on_gone(self) -> None:
        """Take note that the connection is no more."""

    def sweep(self, now: float) -> None:
        """Check what is overdue; called every second or two."""


class Host(Protocol):
    """The gateway, as a socket sees it."""

    limits: Limits

    def arrive(self, socket: VisitorSocket, *, headers: dict[str, str], key: str) -> Endpoint | None:
        """Return what stands behind a new socket; None when there is no room."""

    def depart(self, socket: VisitorSocket) -> None:
        """Forget a socket."""

    def begin_stop(self) -> None:
        """Begin to finish, since the server shuts down."""


class VisitorSocket(asyncio.Protocol):
    """One connection."""

    __slots__ = ("_closing_at", "_connections", "_decoder", "_endpoint", "_host", "_transport", "address")

    def __init__(self, host: Host, *, connections: set[Any]) -> None:
        self._host = host
        self._connections = connections  # the server's; what is in there takes part in its shutdown
        self._decoder: wire.Decoder | None = wire.Decoder(limit=host.limits.frame_bytes)
        self._endpoint: Endpoint | None = None
        self._closing_at: float | None = None
        self._transport: asyncio.Transport | None = None
        self.address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin (called by the server)."""
        self._transport = cast(asyncio.Transport, transport)
        self._connections.add(self)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) and peer else ""

    def data_received(self, data: bytes) -> None:
        """Take bytes: first the request head as the server parsed it, then WebSocket frames."""
        if self._endpoint is None:
            self._open(data)
            return
        try:
            for opcode, payload in self._decoder.feed(data) if self._decoder else ():
                self._take(opcode, payload)
                if self._transport is None or self._transport.is_closing():
                    return
        except wire.Broken:
            # What else comes is dropped, not left unread: the reset that follows would overtake our farewell.
            self._decoder = None
            self.close(BROKEN_FRAMES)

    def connection_lost(self, exc: Exception | None) -> None:
        """End (called by the event loop)."""
        self._transport = None
        self._connections.discard(self)
        if self._endpoint is not None:
            endpoint, self._endpoint = self._endpoint, None
            self._host.depart(self)
            endpoint.on_gone()

    def shutdown(self) -> None:
        """Make way for a restart (called by the server)."""
        self._host.begin_stop()

    def send(self, payload: bytes, *, opcode: int = wire.TEXT) -> None:
        """Send a message; a peer that does not read what it gets is sent away."""
        if self._transport is None or self._closing_at is not None:
            return
        if self._transport.get_write_buffer_size() + len(payload) > self._host.limits.unsent_bytes:
            self.close(TRY_AGAIN_LATER)
            return
        self._transport.write(wire.encode(payload, opcode=opcode))

    def close(self, code: int) -> None:
        """Say farewell. The connection ends when the peer answers, or a few seconds later (see `sweep`)."""
        if self._transport is None or self._closing_at is not None:
            return
        self._closing_at = asyncio.get_running_loop().time()
        self._transport.write(wire.encode(code.to_bytes(2), opcode=wire.CLOSE))

    def pause(self) -> None:
        """Read no further: the peer's own network buffers fill, and it waits."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read on."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    @property
    def is_open(self) -> bool:
        """Whether something can still be said."""
        return self._transport is not None and self._closing_at is None

    def sweep(self, now: float) -> None:
        """Let the endpoint check what is overdue; cut off a peer that does not answer our farewell."""
        if self._closing_at is None:
            if self._endpoint is not None:
                self._endpoint.sweep(now)
        elif now - self._closing_at > self._host.limits.closing_seconds and self._transport is not None:
            self._transport.abort()

    def _open(self, head: bytes) -> None:
        target, headers = _parse(head)
        url = urllib.parse.urlsplit(target)
        socket_key = headers.get("sec-websocket-key", "")
        if url.path != PATH:
            self._decline("404 Not Found")
        elif headers.get("sec-websocket-version") != "13" or not socket_key:
            self._decline("426 Upgrade Required")
        else:
            key = urllib.parse.parse_qs(url.query).get("key", [""])[0][:200]
            self._endpoint = self._host.arrive(self, headers=headers, key=key)
            if self._endpoint is None:
                self._decline("503 Service Unavailable")
            elif self._transport is not None:
                self._transport.write(wire.accept(socket_key.encode("latin-1")))

    def _decline(self, status: str) -> None:
        if self._transport is not None:
            head = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nSec-WebSocket-Version: 13\r\nConnection: close\r\n\r\n"
            self._transport.write(head.encode("ascii"))
            self._transport.close()

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == wire.CLOSE:
            self._farewell(payload)
        elif self._closing_at is not None or self._endpoint is None:
            return
        elif opcode == wire.TEXT:
            self._endpoint.on_text(payload)
        elif opcode == wire.BINARY:
            self._endpoint.on_broken()
        elif opcode == wire.PING:
            self.send(payload, opcode=wire.PONG)

    def _farewell(self, payload: bytes) -> None:
        if self._transport is not None:
            if self._closing_at is None:
                self._transport.write(wire.encode(payload[:2], opcode=wire.CLOSE))
            self._hang_up()

    def _hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _parse(head: bytes) -> tuple[str, dict[str, str]]:
    """Split a request head that the server has already checked; the last of a repeated header counts."""
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return (words[1] if len(words) > 1 else ""), {name.lower(): value for name, value in headers.items()}
