"""Agents' event streams: they are told that something changed, never what; the page fetches it with its own rights.

`event: <topic>` with empty data is a poke; `typing` and `presence` carry a little JSON; `connected`
comes first and lists what may be heard. After every (re)connect the page refetches once, so nothing
needs to be kept for those who are away.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Collection
from typing import Any

from rafiq.gateway import plain_asgi as http
from rafiq.gateway.core import LOST, Core
from rafiq.gateway.failures import is_away
from rafiq.gateway.ports import Agent
from rafiq.gateway.presence import PRESENCE
from rafiq.platform.live_hub import News, Signal

INBOX_PAUSE = 0.25  # seconds between two pokes of one topic on one stream; the first goes at once
PAUSE = 0.05
RETRY_MS = 2_000  # the browser's, after a stream broke
MOST_SIGNALS = 200
_TOPIC = re.compile(r"[a-z0-9-]{1,80}\Z")

_START: http.Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would hold the events back
    ],
}


class Stream:
    """One open page of an agent."""

    __slots__ = ("_allowed_at", "_core", "_due", "_signals", "_wake", "agent", "is_over", "topics")

    def __init__(self, core: Core, agent: Agent) -> None:
        self._core = core
        self.agent = agent
        self.topics: set[str] = set()
        self.is_over = False
        self._wake = asyncio.Event()
        self._due: dict[str, bool] = {}  # topics to poke, in the order in which they changed
        self._allowed_at: dict[str, float] = {}  # when a topic that was just poked may be poked again
        self._signals: dict[tuple[str, str, str], dict[str, Any]] = {}  # only the newest of each author

    def hear(self, topic: str, news: News) -> None:
        """Take news of one of our topics."""
        if isinstance(news, Signal):
            if news.kind == LOST:
                self.end()
                return
            author = f"{news.data.get('who', '')}-{news.data.get('id', '')}"
            if author == f"agent-{self.agent.id}" or len(self._signals) >= MOST_SIGNALS:
                return  # nobody needs to be told of the own typing
            self._signals[news.kind, topic, author] = {**news.data, "topic": topic}
        elif topic in self._due:
            return
        else:
            self._due[topic] = True
        self._wake.set()

    def listen(self, topics: Collection[str]) -> None:
        """Listen to exactly these topics from now on."""
        wanted, hub, presence, who = set(topics), self._core.hub, self._core.presence, f"agent-{self.agent.id}"
        gone, new = self.topics - wanted, wanted - self.topics
        hub.unsubscribe(self, gone)
        hub.subscribe(self, new)
        self.topics = wanted
        for topic in new:
            if topic.startswith("conversation-"):
                presence.join(topic, who=who, name=self.agent.name)
        for topic in gone:
            if topic.startswith("conversation-"):
                presence.leave(topic, who=who, now=self._core.now)

    def end(self) -> None:
        """Stop as soon as possible."""
        self.is_over = True
        self._wake.set()

    async def wait(self) -> None:
        """Wait until there is something to write, at most one heartbeat long."""
        now = self._core.now
        waits = [self._allowed_at.get(topic, now) - now for topic in self._due]
        pause = min([self._core.limits.heartbeat_seconds, *waits])
        if self._signals or self.is_over:
            return
        self._wake.clear()
        try:
            async with asyncio.timeout(max(pause, 0)):
                await self._wake.wait()
        except TimeoutError:
            return

    def take(self) -> str:
        """Take what may be written now; an empty text when nothing is due."""
        now = self._core.now
        ready = [topic for topic in self._due if self._allowed_at.get(topic, 0) <= now]
        for topic in ready:
            del self._due[topic]
            self._allowed_at[topic] = now + (INBOX_PAUSE if topic == "inbox" else PAUSE)
        signals, self._signals = self._signals, {}
        present = dict.fromkeys(topic for kind, topic, _ in signals if kind == PRESENCE)
        events: list[tuple[str, dict[str, Any]]] = [(topic, {}) for topic in ready]
        events += [(PRESENCE, self._core.presence.state(topic)) for topic in present]
        events += [(kind, data) for (kind, _, _), data in signals.items() if kind != PRESENCE]
        return "".join(event(name, data) for name, data in events)


def event(name: str, data: dict[str, Any]) -> str:
    """Word one server-sent event; topics hold no line breaks, see `requested`."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def requested(scope: http.Scope, *, most: int) -> list[str]:
    """Return the topics asked for; those with strange characters are left out."""
    return [topic for topic in dict.fromkeys(http.query(scope, "topic")) if _TOPIC.match(topic)][:most]


class Streams:
    """All streams of this process."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._open: set[Stream] = set()

    def __len__(self) -> int:
        """Count the open streams."""
        return len(self._open)

    def end_all(self) -> None:
        """Make way for a restart; the browsers come back by themselves."""
        for stream in tuple(self._open):
            stream.end()

    async def serve(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """Answer `GET /live/agent?topic=…`: 401 without a session, 403 when none of the topics may be heard."""
        limits, cookies = self._core.limits, http.cookies(scope)
        wanted = requested(scope, most=limits.topics_per_stream)
        try:
            agent, allowed = await self._check(cookies, wanted)
        except Exception as error:
            if not is_away(error):
                raise
            await http.answer(send, 503, {"code": "unavailable"})
            return
        if agent is None or not allowed:
            await http.answer(send, 401 if agent is None else 403, {"code": "forbidden"})
        elif self._is_full(agent):
            await http.answer(send, 429, {"code": "slow_down"})
        else:
            stream = Stream(self._core, agent)
            self._open.add(stream)
            gone = asyncio.create_task(_until_gone(receive, stream))
            try:
                stream.listen(allowed)
                await self._write(stream, send, cookies=cookies, wanted=wanted)
            finally:
                gone.cancel()
                stream.listen(())
                self._open.discard(stream)

    async def _write(self, stream: Stream, send: http.Send, *, cookies: dict[str, str], wanted: list[str]) -> None:
        core, limits = self._core, self._core.limits
        await send(_START)
        hello = f"retry: {RETRY_MS}\n\n" + event("connected", {"topics": sorted(stream.topics)})
        hello += "".join(event(PRESENCE, core.presence.state(topic)) for topic in sorted(stream.topics) if "-" in topic)
        await _send(send, hello)
        # Spread out, so that a thousand streams opened at once are not checked at once.
        check_at = core.now + limits.recheck_seconds * random.uniform(0.7, 1.0)  # noqa: S311  # no secret
        written_at = core.now
        while not (stream.is_over or core.is_closing):
            await stream.wait()
            if core.now >= check_at:
                check_at = core.now + limits.recheck_seconds
                if not await self._still_may(stream, cookies=cookies, wanted=wanted):
                    break
            text = stream.take()
            if not text and core.now - written_at >= limits.heartbeat_seconds:
                text = ":\n\n"  # proxies cut silent connections
            if text:
                written_at = core.now
                await _send(send, text)
        await send({"type": "http.response.body", "body": b""})

    async def _still_may(self, stream: Stream, *, cookies: dict[str, str], wanted: list[str]) -> bool:
        try:
            agent, allowed = await self._check(cookies, wanted)
        except Exception as error:
            if is_away(error):
                return True  # nobody can have lost a right meanwhile; checked again next time
            raise
        if agent is None or agent.id != stream.agent.id or not allowed:
            return False
        stream.listen(allowed)
        return True

    async def _check(self, cookies: dict[str, str], wanted: list[str]) -> tuple[Agent | None, set[str]]:
        domain = self._core.domain

        def ask() -> tuple[Agent | None, set[str]]:
            agent = domain.agent_for(cookies)
            return agent, set() if agent is None else domain.may_see(agent, wanted) & set(wanted)

        return await self._core.run(ask)

    def _is_full(self, agent: Agent) -> bool:
        mine = sum(1 for stream in self._open if stream.agent.id == agent.id)
        return len(self._open) >= self._core.limits.streams or mine >= self._core.limits.streams_per_agent


async def _until_gone(receive: http.Receive, stream: Stream) -> None:
    """Notice that the browser left; without it dead pages would be kept for ever."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _send(send: http.Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode("utf-8", "replace"), "more_body": True})
