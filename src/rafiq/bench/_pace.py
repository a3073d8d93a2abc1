"""Visitors who write at a steady pace, and agents' streams that are poked, in one process with one clock.

A helper process, run as `python -m rafiq.bench._pace PORT KEY`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sys
import time
from collections import deque
from typing import Any, cast

import uvloop

from rafiq.bench._crowd import Crowd, Orders, serve
from rafiq.bench._socket import HOST, Visitor

PATIENCE = 5.0  # seconds that the last pokes may take
_EVENT = re.compile(rb"event: conversation-(\d+)\n")


class Pace(Crowd):
    """Each visitor's messages wait here, with the moment they were sent, for the poke they cause."""

    def __init__(self, *, port: int, key: str) -> None:
        super().__init__(port=port, key=key)
        self._ids: dict[int, int] = {}  # each visitor's conversation
        self._sent: dict[int, deque[float]] = {}
        self._took: list[float] = []

    async def watch(self, *, cookies: list[str], topics: int) -> dict[str, Any]:
        """Open as many agents' streams as it takes to hear of every conversation."""
        self._ids = {visitor.number: _conversation(visitor) for visitor in self._visitors}
        ids = list(self._ids.values())
        self._sent = {number: deque() for number in ids}
        loop = asyncio.get_running_loop()
        for group, cookie in zip(itertools.batched(ids, topics, strict=False), itertools.cycle(cookies), strict=False):
            stream = Stream(self._poked, port=self._port, cookie=cookie, ids=group)
            await loop.create_connection(lambda stream=stream: stream, HOST, self._port)  # type: ignore[misc]
            await asyncio.wait_for(stream.connected, 10)
        return {"conversations": ids}

    async def pace(self, *, seconds: float, rate: float) -> dict[str, Any]:
        """Send so many messages a second, visitors in turns; return how many milliseconds each poke took."""
        self._took = []
        began, sent = time.monotonic(), 0
        turns = itertools.cycle(self._visitors)
        while (now := time.monotonic()) - began < seconds:
            while sent < (now - began) * rate:
                self._write(next(turns))
                sent += 1
            await asyncio.sleep(0.002)
        until = time.monotonic() + PATIENCE
        while any(self._sent.values()) and time.monotonic() < until:
            await asyncio.sleep(0.02)
        await self._quiet()
        return {"ms": [one * 1000 for one in self._took], "sent": sent, "lost": sum(map(len, self._sent.values()))}

    async def say(self, *, number: int, text: str) -> dict[str, Any]:
        """Let one visitor say something; return the moment, in milliseconds of this machine's clock."""
        self._under_way += 1
        at = time.time() * 1000
        self._visitors[number].say(self._writer.word(text))
        return {"at": at}

    def _write(self, visitor: Visitor) -> None:
        self._sent[self._ids[visitor.number]].append(time.monotonic())
        self._send(visitor)

    def _poked(self, number: int) -> None:
        """A poke tells of all that was committed before it: visitors write far more seldom than pokes take."""
        now, waiting = time.monotonic(), self._sent[number]
        while waiting:
            self._took.append(now - waiting.popleft())


class Stream(asyncio.Protocol):
    """An agent's browser, as far as it listens."""

    def __init__(self, poked: Any, *, port: int, cookie: str, ids: tuple[int, ...]) -> None:  # noqa: ANN401
        topics = "&".join(f"topic=conversation-{number}" for number in ids)
        self._request = (
            f"GET /live/agent?{topics} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: sessionid={cookie}\r\n"
            "Accept: text/event-stream\r\n\r\n"
        ).encode()
        self._poked = poked
        self._tail = b""
        self.connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        cast(asyncio.Transport, transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        """Take the names of the events; what belongs to them, and the framing of HTTP, is passed over."""
        data = self._tail + data
        end = data.rfind(b"\n") + 1
        whole, self._tail = data[:end], data[end:]
        if not self.connected.done() and b"event: connected" in whole:
            self.connected.set_result(None)
        for number in _EVENT.findall(whole):
            self._poked(int(number))


def _conversation(visitor: Visitor) -> int:
    number: int = json.loads(visitor.welcome.result())["conversation"]["id"]
    return number


async def main(port: int, key: str) -> None:
    """Carry out orders, one line each."""
    crowd = Pace(port=port, key=key)
    own: Orders = {"watch": crowd.watch, "pace": crowd.pace, "say": crowd.say}
    await serve(crowd.orders | own)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
