"""What a visitor's socket is told unasked: new messages, the state of the conversation, who is typing."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Mapping
from typing import Any

from rafiq.gateway.core import Core
from rafiq.gateway.failures import is_away
from rafiq.gateway.ports import Receipt, Visitor
from rafiq.gateway.presence import VISITOR
from rafiq.platform.live_hub import LogRow, News, Signal

logger = logging.getLogger(__name__)

PAUSE = 0.1  # seconds between two `sync` frames; the first goes at once
RETRY = 2.0  # seconds until a snapshot that failed is tried again
MOST_OWN = 100


class Feed:
    """One socket's subscription to its customer and conversation. Lives on the event loop."""

    __slots__ = (
        "_again", "_busy", "_core", "_early", "_expected", "_is_closed", "_language", "_own", "_say", "_shown",
        "_synced", "_topics", "_visitor", "conversation_id",
    )  # fmt: skip

    def __init__(
        self, core: Core, say: Callable[[dict[str, Any]], None], *, visitor: Visitor, language: str, after: int
    ) -> None:
        self._core = core
        self._say = say
        self._language = language
        self._visitor = visitor
        self._topics: tuple[str, ...] = ()
        self._synced = after  # every message up to here is on the other side
        self._shown = 0  # hash of the conversation as last told
        self._expected = 0  # own messages on their way to the database
        self._own: set[int] | None = None  # own messages whose log row has not come yet
        self._early: set[int] | None = None  # rows that came before the receipt which tells whether they are ours
        self._busy = False
        self._again = False
        self._is_closed = False
        self.conversation_id: int | None = None
        self._subscribe()

    async def first(self) -> Mapping[str, Any]:
        """Return what the welcome shows."""
        return await self._look()

    def hear(self, topic: str, news: News) -> None:
        """Take news of our topics."""
        if isinstance(news, Signal):
            if news.kind == "typing" and news.data.get("who") == "agent":
                self._say({"t": "typing", "name": news.data.get("name", ""), "on": bool(news.data.get("on"))})
        elif not topic.startswith("conversation-") and not self._is_own(news):
            self._want()

    def expect(self) -> None:
        """Note that a message of this socket is on its way to the database."""
        self._expected += 1

    def acknowledged(self, receipt: Receipt | None) -> None:
        """Note what became of it: its log row tells this socket nothing new."""
        self._expected -= 1
        if receipt and receipt.message_id and receipt.is_new:
            if self._early and receipt.message_id in self._early:
                self._early.discard(receipt.message_id)
            else:
                self._own = self._own if self._own and len(self._own) < MOST_OWN else set()
                self._own.add(receipt.message_id)
        if not self._expected and self._early is not None:
            others, self._early = self._early, None
            if others:
                self._want()
        if receipt and receipt.conversation_id and receipt.conversation_id != self.conversation_id:
            self.conversation_id = receipt.conversation_id
            self._subscribe()

    def follow(self, visitor: Visitor) -> None:
        """Belong to another customer from now on; what happened before we listened is looked up."""
        self._visitor = visitor
        self._subscribe()
        self._want()

    def close(self) -> None:
        """Leave all topics."""
        self._is_closed = True
        self._change(())

    def _is_own(self, news: LogRow | None) -> bool:
        if news is None or news.message_id is None or not news.actor.startswith("customer-"):
            return False  # what an agent did to our message (saw it, say) is no echo of it
        if self._own is not None and news.message_id in self._own:
            self._own.discard(news.message_id)
            self._own = self._own or None
            return True
        if self._expected:
            self._early = self._early if self._early is not None else set()
            self._early.add(news.message_id)
            return True
        return False

    def _subscribe(self) -> None:
        if self._is_closed:
            return
        customer = () if self._visitor.customer_id is None else (f"customer-{self._visitor.customer_id}",)
        conversation = () if self.conversation_id is None else (f"conversation-{self.conversation_id}",)
        self._change(customer + conversation)

    def _change(self, topics: tuple[str, ...]) -> None:
        old, self._topics = self._topics, topics
        hub, presence = self._core.hub, self._core.presence
        hub.unsubscribe(self, [topic for topic in old if topic not in topics])
        hub.subscribe(self, topics)
        for topic in topics:
            if topic not in old and topic.startswith("customer-"):
                presence.join(topic, who=VISITOR, name=self._visitor.name or "")
        for topic in old:
            if topic not in topics and topic.startswith("customer-"):
                presence.leave(topic, who=VISITOR, now=self._core.now)

    def _move(self, customer_id: int | None) -> None:
        """Follow the customer into the one it was merged with."""
        if customer_id != self._visitor.customer_id:
            self._visitor = dataclasses.replace(self._visitor, customer_id=customer_id)
            self._subscribe()

    def _want(self) -> None:
        """Bring the socket up to date, soon: at most once in a while, the first time at once."""
        if self._busy:
            self._again = True
        elif not self._is_closed:
            self._busy = True
            self._core.spawn(self._sync())

    async def _sync(self) -> None:
        pause = PAUSE
        try:
            before = self._shown
            found = await self._look()
            if not self._is_closed and (found.get("messages") or self._shown != before):
                self._say({"t": "sync", "messages": found.get("messages"), "conversation": found.get("conversation")})
        except Exception as error:
            self._again, pause = True, RETRY
            if not is_away(error):
                logger.exception("A visitor could not be brought up to date")
        await asyncio.sleep(pause)
        self._busy = False
        if self._again:
            self._again = False
            self._want()

    async def _look(self) -> Mapping[str, Any]:
        domain, visitor, after, language = self._core.domain, self._visitor, self._synced, self._language
        found = dict(await self._core.run(lambda: domain.snapshot(visitor, after=after, language=language)))
        self._move(found.pop("customer_id", visitor.customer_id))
        messages = found.get("messages") or ()
        self._synced = max([self._synced, *(message["n"] for message in messages)])
        conversation = found.get("conversation")
        self._shown = hash(repr(conversation))
        if conversation and conversation.get("id") != self.conversation_id:
            self.conversation_id = conversation["id"]
            self._subscribe()
        return found
