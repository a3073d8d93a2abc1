"""Carries what passes (typing, presence, pokes) between processes, by PostgreSQL's NOTIFY; never the log.

NOTIFY takes a lock of the whole database at commit, so signals are folded together: at most one
notification in 50 ms and process, each under 7 KB (PostgreSQL refuses 8,000 bytes), and of the
signals with one topic, kind and author only the newest.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from rafiq.platform.live_hub import Signal

CHANNEL = "rafiq_live"
MAX_BYTES = 7_000
PAUSE = 0.05  # seconds between two notifications of one process
MAX_WAITING = 50_000  # signals; beyond it the oldest are dropped, they are out of date anyway

type Deliver = Callable[[str, Signal | None], None]


def poke(topics: Iterable[str]) -> None:
    """Tell all live pages at commit that something changed which the log does not tell.

    For blocking code with Django's connection; inside a transaction it goes out with it.
    """
    for payload in _packed([[topic, "poke", "", {}] for topic in dict.fromkeys(topics)], origin=""):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


class Bus:
    """One process's end of the bus. Lives on the event loop; `drain` gives what must be sent now."""

    __slots__ = ("_deliver", "_next_at", "_waiting", "_wake", "origin")

    def __init__(self, *, deliver: Deliver, wake: Callable[[], None]) -> None:
        self.origin = secrets.token_hex(6)
        self._deliver = deliver
        self._wake = wake
        self._waiting: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._next_at = 0.0

    def send(self, topic: str, signal: Signal, *, author: str) -> None:
        """Deliver a signal here at once, and to the other processes within moments."""
        self._deliver(topic, signal)
        self.forward(topic, signal, author=author)

    def forward(self, topic: str, signal: Signal, *, author: str) -> None:
        """Send a signal to the other processes only."""
        key = (topic, signal.kind, author)
        self._waiting.pop(key, None)  # the newest goes to the end of the line
        if len(self._waiting) >= MAX_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[key] = signal.data
        self._wake()

    def pause(self, *, now: float) -> float | None:
        """Return in how many seconds `drain` has something; None while nothing waits."""
        return max(0.0, self._next_at - now) if self._waiting else None

    def drain(self, *, now: float) -> list[str]:
        """Take the payloads to notify now; empty while the last ones are too recent."""
        if not self._waiting or now < self._next_at:
            return []
        items = [[topic, kind, author, data] for (topic, kind, author), data in self._waiting.items()]
        self._waiting.clear()
        self._next_at = now + PAUSE
        return list(_packed(items, origin=self.origin))

    def receive(self, payload: str) -> None:
        """Deliver what another process (or a command) sent; our own echo and nonsense are ignored."""
        try:
            match json.loads(payload):
                case {"o": str(origin), "s": list(items)} if origin != self.origin:
                    for topic, kind, _author, data in items:
                        self._deliver(str(topic), None if kind == "poke" else Signal(str(kind), dict(data), origin))
        except (ValueError, TypeError):
            return  # somebody else's notification on our channel


def _packed(items: list[list[Any]], *, origin: str) -> Iterable[str]:
    """Pack signals into as few payloads as fit; one that fits nowhere is dropped."""
    batch: list[str] = []
    size = 0
    for item in items:
        # ASCII only: then characters are bytes, and no lone surrogate can upset the database.
        text = json.dumps(item, separators=(",", ":"))
        if len(text) > MAX_BYTES - 40:
            continue
        if batch and size + len(text) > MAX_BYTES - 40:
            yield _payload(batch, origin)
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield _payload(batch, origin)


def _payload(batch: list[str], origin: str) -> str:
    return f'{{"o":"{origin}","s":[{",".join(batch)}]}}'
