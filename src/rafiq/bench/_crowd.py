"""A crowd of visitors in a process of its own: reads orders from standard input, answers each with a line of JSON.

Run by the measurements as `python -m rafiq.bench._crowd PORT KEY`; it imports neither Django nor the product.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

from rafiq.bench import _socket
from rafiq.bench._socket import ACK, Visitor, Writer

PING_SECONDS = 25

type Orders = dict[str, Callable[..., Awaitable[dict[str, Any]]]]


class Crowd:
    """The visitors, and how many of their messages were acknowledged."""

    def __init__(self, *, port: int, key: str) -> None:
        self._port, self._key = port, key
        self._visitors: list[Visitor] = []
        self._writer = Writer()
        self._goes_on = False
        self._acknowledged = self._under_way = self._slowed = 0
        self._problem = ""

    @property
    def orders(self) -> Orders:
        """What it can be told to do."""
        return {"connect": self.connect, "greet": self.greet, "talk": self.talk, "stay": self.stay}

    async def connect(self, *, count: int) -> dict[str, Any]:
        """Let more visitors come in."""
        known = len(self._visitors)
        return await self._enter([self._visitor(number) for number in range(known, known + count)])

    async def greet(self) -> dict[str, Any]:
        """Let every visitor say one thing, which opens their conversations, leave, and come back to it.

        So what is measured afterwards is people who talk, not people who arrive.
        """
        for visitor in self._visitors:
            self._send(visitor)
        await self._quiet()
        known, self._visitors = self._visitors, []
        for visitor in known:
            visitor.leave()
        return await self._enter([self._visitor(one.number, token=one.token) for one in known])

    async def talk(self, *, seconds: float, in_flight: int) -> dict[str, Any]:
        """Keep so many messages of every visitor under way for a while, then wait for the last acknowledgement.

        The rate is that of the time between; acknowledgements of the farewell do not count.
        """
        self._acknowledged = self._slowed = 0
        self._goes_on = True
        began, cpu = time.monotonic(), time.process_time()
        for visitor in self._visitors:
            for _ in range(in_flight):
                self._send(visitor)
        await asyncio.sleep(seconds)
        took, counted, cpu = time.monotonic() - began, self._acknowledged, time.process_time() - cpu
        self._goes_on = False
        await self._quiet()
        return {
            "seconds": took, "counted": counted, "acknowledged": self._acknowledged, "slowed_down": self._slowed,
            "cpu_seconds": cpu,
        }  # fmt: skip

    async def stay(self) -> dict[str, Any]:
        """Ping, so that nobody is taken for gone."""
        for visitor in self._visitors:
            visitor.ping()
        await asyncio.sleep(0)
        return {"open": sum(visitor.is_open for visitor in self._visitors)}

    def _visitor(self, number: int, *, token: str | None = None) -> Visitor:
        return Visitor(number, port=self._port, key=self._key, heard=self._hear, token=token)

    async def _enter(self, visitors: list[Visitor]) -> dict[str, Any]:
        await _socket.connect_all(visitors, port=self._port)
        self._visitors += visitors
        return {"visitors": len(self._visitors)}

    def _send(self, visitor: Visitor) -> None:
        self._under_way += 1
        visitor.say(self._writer.next())

    def _hear(self, visitor: Visitor, payload: bytes) -> None:
        if payload.startswith(ACK):
            self._acknowledged += 1
            self._under_way -= 1
            if self._goes_on:
                self._send(visitor)
            return
        frame = json.loads(payload)
        if frame["t"] == "error":
            self._refused(visitor, frame)

    def _refused(self, visitor: Visitor, frame: dict[str, Any]) -> None:
        """Send later what was too much; anything else ends the measurement."""
        self._under_way -= 1
        if frame["code"] != "slow_down":
            self._problem = f"{frame['code']}: {frame['message']}"
            return
        self._slowed += 1
        self._under_way += 1
        loop = asyncio.get_running_loop()
        loop.call_later(frame["retry_ms"] / 1000, visitor.say, self._writer.again(frame["id"]))

    async def _quiet(self) -> None:
        until = time.monotonic() + 30
        while self._under_way and not self._problem and time.monotonic() < until:
            await asyncio.sleep(0.01)
        if self._problem or self._under_way:
            raise RuntimeError(self._problem or f"{self._under_way} messages were never acknowledged")


async def serve(orders: Orders) -> None:
    """Carry out orders, one line each: `{"do": "connect", "count": 1000}`."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        answer = await orders[order.pop("do")](**order)
        print(json.dumps(answer), flush=True)


async def main(port: int, key: str) -> None:
    """Gather a crowd and obey."""
    await serve(Crowd(port=port, key=key).orders)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
