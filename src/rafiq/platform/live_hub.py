"""Who in this process wants to hear of which topic (`conversation-42`, `customer-7`, `inbox`, `agent-3`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log, as the live pages need it."""

    id: int
    kind: str
    key: str
    customer_id: int | None
    actor: str
    payload: dict[str, Any]

    @property
    def message_id(self) -> int | None:
        """The message the row tells of, if any."""
        found = self.payload.get("message_id")
        return found if isinstance(found, int) else None


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that passes and is stored nowhere: somebody types, somebody looks."""

    kind: str
    data: dict[str, Any]
    origin: str = ""  # the process it came from; empty for our own


type News = LogRow | Signal | None  # None: something may have changed, look again


class Listener(Protocol):
    """Whatever subscribes to topics; compared by identity."""

    def hear(self, topic: str, news: News) -> None:
        """Take note of news without waiting for anything."""


class Hub:
    """The topics of one process. Lives on the event loop: no locks, nothing blocks."""

    __slots__ = ("_listeners",)

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}

    def subscribe(self, listener: Listener, topics: Iterable[str]) -> None:
        """Let a listener hear of topics; doing it twice is the same as once."""
        for topic in topics:
            self._listeners.setdefault(topic, set()).add(listener)

    def unsubscribe(self, listener: Listener, topics: Iterable[str]) -> None:
        """Forget a listener, and a topic that nobody listens to any more."""
        for topic in topics:
            found = self._listeners.get(topic)
            if found is None:
                continue
            found.discard(listener)
            if not found:
                del self._listeners[topic]

    def publish(self, topic: str, news: News) -> None:
        """Tell everyone who listens to a topic. Copied first, since hearing may end a subscription."""
        for listener in tuple(self._listeners.get(topic, ())):
            listener.hear(topic, news)

    def stir(self, news: News = None) -> None:
        """Tell everyone on every topic to look again (for gaps that cannot be told row by row), or other news."""
        for topic in tuple(self._listeners):
            self.publish(topic, news)

    def __len__(self) -> int:
        """Count the topics somebody listens to."""
        return len(self._listeners)

    def __contains__(self, topic: str) -> bool:
        return topic in self._listeners
