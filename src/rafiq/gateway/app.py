"""The gateway as one object: an ASGI application for `/live/…` and `/health`, and the maker of visitors' sockets."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from functools import partial
from typing import Any, Protocol

from rafiq.gateway import agent_typing
from rafiq.gateway import plain_asgi as http
from rafiq.gateway.core import Core
from rafiq.gateway.limits import SERVICE_RESTART, Limits
from rafiq.gateway.ports import Domain
from rafiq.gateway.protocol import Endpoint, VisitorSocket
from rafiq.gateway.session import Session
from rafiq.gateway.streams import Streams

logger = logging.getLogger(__name__)


class ServerState(Protocol):
    """What uvicorn shares with its connections."""

    connections: set[Any]


SWEEP = 1.0  # seconds; one sweep over all sockets instead of a timer for each
DRAIN = 5.0  # seconds that messages under way get at shutdown


class Gateway:
    """The live process. `connect` are psycopg's connection parameters for its one listening connection."""

    def __init__(
        self, domain: Domain, *, connect: dict[str, Any], limits: Limits | None = None, table: str = "platform_log"
    ) -> None:
        self.limits = limits or Limits()
        self._explain = domain.explain
        self._make = partial(Core, domain, connect=connect, limits=self.limits, table=table)
        self._stopping: asyncio.Task[None] | None = None
        self._core: Core | None = None
        self._streams: Streams | None = None
        self._sockets: dict[VisitorSocket, str] = {}  # with the address each counts for
        self._by_address: Counter[str] = Counter()
        self._background: list[asyncio.Task[None]] = []

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """Serve the live addresses and the server's lifespan."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        core, streams = self._core, self._streams
        if core is None or streams is None or core.is_closing:
            await http.answer(send, 503, {"code": "unavailable"})
            return
        match scope["method"], scope["path"]:
            case "GET", "/live/agent":
                await streams.serve(scope, receive, send)
            case "POST", "/live/typing":
                await agent_typing.serve(core, scope, receive, send)
            case "GET" | "HEAD", "/health":
                is_well = core.live.is_alive
                await http.answer(send, 200 if is_well else 503, {"status": "ok" if is_well else "unavailable"})
            case _, "/live/agent" | "/live/typing" | "/health":
                await http.answer(send, 405, {"code": "bad_method"})
            case _:
                await http.answer(send, 404, {"code": "unknown_address"})

    def explain(self, code: str, language: str) -> str:
        """Say a code in words to somebody who asks for a page."""
        return self._explain(code, language=language)

    def arrive(self, socket: VisitorSocket, *, headers: dict[str, str], key: str) -> Endpoint | None:
        """Take a new socket in; None when this process or the visitor's address has too many."""
        core, address = self._core, self._address(socket, headers)
        is_local = address in self.limits.trusted_proxies
        if core is None or core.is_closing or len(self._sockets) >= self.limits.sockets:
            return None
        if not is_local and self._by_address[address] >= self.limits.sockets_per_address:
            return None
        self._sockets[socket] = address
        self._by_address[address] += 1
        language = headers.get("accept-language", "")[:2].lower()
        language = language if language in {"fa", "ar"} else "en"
        return Session(core, socket, key=key, origin=headers.get("origin"), language=language)

    def depart(self, socket: VisitorSocket) -> None:
        """Forget a socket."""
        address = self._sockets.pop(socket, None)
        if address is not None:
            self._by_address[address] -= 1
            if self._by_address[address] <= 0:
                del self._by_address[address]

    async def stop(self) -> None:
        """Finish: no new messages, what is under way is committed and acknowledged, everybody is sent off to return."""
        self.begin_stop()
        if self._stopping is not None:
            await self._stopping

    def begin_stop(self) -> None:
        """Begin to finish; called by each connection when the server shuts down, and done once."""
        if self._core is not None and self._streams is not None and self._stopping is None:
            self._core.is_closing = True
            self._stopping = asyncio.get_running_loop().create_task(self._stop(self._core, self._streams))

    async def _stop(self, core: Core, streams: Streams) -> None:
        streams.end_all()
        for socket in tuple(self._sockets):
            socket.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                await core.committer.drain()
        for socket in tuple(self._sockets):
            socket.resume()
            socket.close(SERVICE_RESTART)

    def _address(self, socket: VisitorSocket, headers: dict[str, str]) -> str:
        """Return whom a socket counts for: what the last proxy saw, where the proxy is ours."""
        forwarded = headers.get("x-forwarded-for", "")
        if forwarded and socket.address in self.limits.trusted_proxies:
            return forwarded.split(",")[-1].strip()
        return socket.address

    async def _live(self, receive: http.Receive, send: http.Send) -> None:
        """Start and end with the server. A database that is away must not keep the server from starting."""
        await receive()
        self._core = core = self._make()
        self._streams = Streams(core)
        self._background = [asyncio.create_task(core.live.run()), asyncio.create_task(self._sweep(core))]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        core.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _sweep(self, core: Core) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            try:
                now = core.now
                for socket in tuple(self._sockets):
                    socket.sweep(now)
                core.presence.sweep(now=now)
            except Exception:
                logger.exception("A sweep failed")
