"""One visitor's end of the conversation: docs/webchat-protocol.md, from hello to farewell."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from rafiq.gateway import frames
from rafiq.gateway.core import Core
from rafiq.gateway.failures import is_away
from rafiq.gateway.feed import Feed
from rafiq.gateway.limits import BROKEN_FRAMES, NO_HELLO, TRY_AGAIN_LATER, UNKNOWN_KEY
from rafiq.gateway.marks import Marks
from rafiq.gateway.ports import BadToken, Door, Incoming, Receipt, Refused, Visitor
from rafiq.gateway.protocol import VisitorSocket
from rafiq.gateway.throttle import Bucket, Gate
from rafiq.platform.live_hub import Signal

logger = logging.getLogger(__name__)


class Session:
    """What stands behind a visitor's socket. Lives on the event loop; nothing here blocks."""

    __slots__ = (
        "_bucket", "_core", "_door", "_feed", "_gate", "_heard_at", "_held", "_key", "_language", "_marks", "_origin",
        "_page", "_socket", "_stalled", "_strikes", "_unacknowledged", "visitor",
    )  # fmt: skip

    def __init__(self, core: Core, socket: VisitorSocket, *, key: str, origin: str | None, language: str) -> None:
        self._core = core
        self._socket = socket
        self._key = key
        self._origin = origin
        self._language = language
        self._page: str | None = None
        self._door: Door | None = None
        self.visitor: Visitor | None = None
        self._feed: Feed | None = None
        self._bucket = Bucket(core.limits)
        self._gate = Gate()
        self._heard_at = core.now
        self._held: list[bytes] | None = None  # frames that came while something is checked which they depend on
        self._strikes = 0
        self._unacknowledged = 0
        self._stalled = False
        self._marks: Marks | None = None

    def on_text(self, payload: bytes) -> None:
        """Take one frame of the widget."""
        self._heard_at = self._core.now
        if self._held is None:
            self._take(payload)
        elif len(self._held) < self._core.limits.held_frames:
            self._held.append(payload)
        else:
            self._socket.close(TRY_AGAIN_LATER)

    def on_broken(self) -> None:
        """Note a frame that makes no sense; too many of them end the connection."""
        self._strike(None)

    def on_gone(self) -> None:
        """Leave all topics."""
        if self._feed is not None:
            self._feed.close()
        self._held = None

    def sweep(self, now: float) -> None:
        """End the connection of a visitor who never said hello, or is silent for too long."""
        limits = self._core.limits
        if self.visitor is None and self._held is None:
            if now - self._heard_at > limits.hello_seconds:
                self._socket.close(NO_HELLO)
        elif now - self._heard_at > limits.idle_seconds:
            self._socket.close(TRY_AGAIN_LATER)

    def _take(self, payload: bytes) -> None:
        try:
            frame = frames.parse(payload.decode())
        except UnicodeDecodeError:
            self._strike(None)
        except frames.BadFrame as error:
            self._strike(error.message_id)
        else:
            self._dispatch(frame)

    def _dispatch(self, frame: frames.Frame) -> None:
        if isinstance(frame, frames.Ping):
            self._say({"t": "pong"})
        elif isinstance(frame, frames.Hello) and self.visitor is None:
            self._hold_until(self._greet(frame))
        elif isinstance(frame, frames.Hello) or self.visitor is None:
            self._strike(getattr(frame, "id", None))
        elif isinstance(frame, frames.Message):
            self._on_message(frame, self.visitor)
        elif self._bucket.spend(now=self._core.now, cost=0.25):
            self._on_aside(frame, self.visitor)
        else:
            self._slow_down(None)

    def _on_aside(self, frame: frames.Mark | frames.Typing | frames.Identify | frames.Rate, visitor: Visitor) -> None:
        match frame:
            case frames.Mark():
                self._on_mark(frame, visitor)
            case frames.Typing():
                self._on_typing(frame, visitor)
            case frames.Identify():
                self._hold_until(self._identify(frame, visitor))
            case frames.Rate():
                self._hold_until(self._rate(frame, visitor))  # a comment right after the score must not come before it

    async def _greet(self, hello: frames.Hello) -> None:
        self._language, self._page = hello.language, hello.page
        door = await self._core.door(self._key)
        if door is None or (door.origins and self._origin not in door.origins):
            self._error("unknown_key")
            self._socket.close(UNKNOWN_KEY)
            return
        domain, language = self._core.domain, hello.language
        visitor = await self._core.run(lambda: domain.authorise(hello.token, door=door, language=language))
        if not self._socket.is_open:
            return
        # Subscribed before the snapshot is taken: what happens between the two is heard.
        self._door, self.visitor, self._bucket = door, visitor, self._core.bucket(visitor.thread_id)
        self._feed = Feed(self._core, self._say, visitor=visitor, language=language, after=hello.after)
        self._say({"t": "welcome", "token": visitor.token, **await self._feed.first()})

    def _on_message(self, frame: frames.Message, visitor: Visitor) -> None:
        door, limits, now = self._door, self._core.limits, self._core.now
        if door is None:
            return
        if problem := _problem(frame, door):
            self._error(problem, message_id=frame.id)
        elif self._unacknowledged >= limits.unacknowledged or not self._gate.admits(frame.id, self._bucket, now=now):
            self._slow_down(frame.id)
        else:
            self._unacknowledged += 1
            incoming = Incoming(
                visitor=visitor,
                id=frame.id,
                text=frame.text,
                received_at=datetime.now(UTC),
                said_at=frame.at,
                files=frame.files,
                fields=frame.fields,
                page=self._page,
                language=self._language,
            )
            if self._feed is not None:
                self._feed.expect()
            self._core.committer.submit(incoming, lambda receipt: self._on_receipt(frame.id, receipt))
            self._wait_if_full()

    def _on_receipt(self, message_id: str, receipt: Receipt | None) -> None:
        self._unacknowledged -= 1
        if receipt is None:
            self._error("unavailable", message_id=message_id)
            self._socket.close(TRY_AGAIN_LATER)
        elif receipt.error:
            self._error(receipt.error, message_id=message_id)
        else:
            at = frames.milliseconds(receipt.said_at) if receipt.said_at else 0
            self._say({"t": "ack", "id": message_id, "n": receipt.message_id, "at": at})
        if self._feed is not None and self._socket.is_open:
            self._feed.acknowledged(receipt)
            if receipt and receipt.customer_id and self.visitor and self.visitor.customer_id != receipt.customer_id:
                self.visitor = dataclasses.replace(self.visitor, customer_id=receipt.customer_id)
                self._feed.follow(self.visitor)

    def _wait_if_full(self) -> None:
        if self._core.committer.is_full and not self._stalled:
            self._stalled = True
            self._socket.pause()
            self._core.committer.when_free(self._go_on)

    def _go_on(self) -> None:
        self._stalled = False
        self._socket.resume()

    def _on_mark(self, mark: frames.Mark, visitor: Visitor) -> None:
        self._marks = self._marks or Marks(self._core)
        if self._marks.take(mark):
            self._core.spawn(self._guard(self._marks.store(visitor)))

    def _on_typing(self, frame: frames.Typing, visitor: Visitor) -> None:
        if self._feed is not None and self._feed.conversation_id is not None:
            data = {"who": "visitor", "name": visitor.name or "", "on": frame.on}
            topic = f"conversation-{self._feed.conversation_id}"
            self._core.live.bus.send(topic, Signal("typing", data), author=f"visitor-{visitor.thread_id}")

    async def _identify(self, frame: frames.Identify, visitor: Visitor) -> None:
        now, domain = datetime.now(UTC), self._core.domain
        self.visitor = await self._core.run(lambda: domain.identify(visitor, claims=frame.claims, at=now))
        if self._feed is not None and self._socket.is_open:
            self._feed.follow(self.visitor)

    async def _rate(self, frame: frames.Rate, visitor: Visitor) -> None:
        now, domain = datetime.now(UTC), self._core.domain
        conversation_id, score, comment = frame.conversation_id, frame.score, frame.comment
        await self._core.run(
            lambda: domain.rate(visitor, conversation_id=conversation_id, score=score, comment=comment, at=now)
        )

    @property
    def _is_holding(self) -> bool:
        return self._held is not None

    def _hold_until(self, work: Awaitable[None]) -> None:
        """Do something that the following frames depend on, and take those after it."""
        self._held = []
        self._core.spawn(self._guard(work, then=self._release))

    def _release(self) -> None:
        waiting, self._held = self._held or [], None
        while waiting and self._socket.is_open:
            self._take(waiting.pop(0))
            if self._is_holding:  # this one must be waited for in turn
                self._held = waiting
                return

    async def _guard(self, work: Awaitable[None], *, then: Callable[[], None] | None = None) -> None:
        """Await the domain's answer, and put its refusals into words."""
        try:
            await work
        except BadToken:
            self._start_over()
        except Refused as refusal:
            if refusal.code == "bad_token":
                self._start_over()
            else:
                self._error(refusal.code)
        except Exception as error:
            if not is_away(error):
                logger.exception("A visitor's request failed")
            self._error("unavailable")
            self._socket.close(TRY_AGAIN_LATER)
        finally:
            if then is not None:
                then()

    def _start_over(self) -> None:
        """Forget who the visitor is: its token is not ours, or no longer good. It may say hello again without one."""
        self.on_gone()
        self.visitor = self._feed = self._door = None
        self._heard_at = self._core.now
        self._error("bad_token")

    def _strike(self, message_id: str | None) -> None:
        self._strikes += 1
        self._error("bad_frame", message_id=message_id)
        if self._strikes >= self._core.limits.strikes:
            self._socket.close(BROKEN_FRAMES)

    def _slow_down(self, message_id: str | None) -> None:
        if self._bucket.is_hopeless:
            self._socket.close(TRY_AGAIN_LATER)
        else:
            self._error("slow_down", message_id=message_id, retry_ms=self._bucket.retry_ms)

    def _error(self, code: str, *, message_id: str | None = None, **more: int) -> None:
        named = {} if message_id is None else {"id": message_id}
        words = self._core.explain(code, language=self._language)
        self._say({"t": "error", "code": code, "message": words, **named, **more})

    def _say(self, frame: dict[str, Any]) -> None:
        self._socket.send(frames.word(frame))


def _problem(frame: frames.Message, door: Door) -> str | None:
    """Name what is wrong with a message that has the right shape."""
    if len(frame.text) > door.max_text_chars:
        return "too_long"
    if not frame.text.strip() and not frame.files:
        return "empty"
    return "bad_file" if len(frame.files) > door.max_files else None
