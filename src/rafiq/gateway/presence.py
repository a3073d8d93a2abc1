"""Who is here now: agents looking at a conversation, visitors with an open widget. Never stored.

Each process tells the others when somebody comes or goes, and repeats everything it knows now and
then as long as there are others. What is not repeated is forgotten, so a process that dies takes its
people with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rafiq.platform.live_bus import Bus
from rafiq.platform.live_hub import Hub, Signal

PRESENCE, BEAT = "presence", "beat"
VISITOR = "visitor"
BEAT_SECONDS = 20.0
FORGET_SECONDS = 50.0  # two beats may get lost
GRACE_SECONDS = 4.0  # a reload is not a departure


@dataclass(slots=True)
class _Entry:
    name: str
    count: int  # open sockets and streams of this process; always 1 for other processes
    until: float | None  # when to forget; None while certain


class Presence:
    """Who is where, over all processes. Lives on the event loop."""

    def __init__(self, *, hub: Hub, bus: Bus) -> None:
        self._hub = hub
        self._bus = bus
        self._places: dict[str, dict[tuple[str, str], _Entry]] = {}  # by topic, then (origin, who)
        self._others: dict[str, float] = {}  # origin of another process: until when we believe in it
        self._beat_at = 0.0

    def join(self, topic: str, *, who: str, name: str) -> None:
        """Note that somebody opened a page or a socket of this process."""
        place = self._places.setdefault(topic, {})
        entry = place.get(("", who))
        if entry is None:
            place["", who] = _Entry(name, 1, None)
            self._tell(topic, who=who, name=name, on=True)
        else:
            entry.count, entry.until, entry.name = entry.count + 1, None, name

    def leave(self, topic: str, *, who: str, now: float) -> None:
        """Note that one page or socket was closed; the departure is told after a short grace."""
        entry = self._places.get(topic, {}).get(("", who))
        if entry is not None:
            entry.count -= 1
            if entry.count <= 0:
                entry.until = now + GRACE_SECONDS

    def hear(self, topic: str, signal: Signal, *, now: float) -> None:
        """Take what another process told."""
        if signal.origin not in self._others:
            self._beat_at = 0.0  # a newcomer: let it know our people with the next sweep
        self._others[signal.origin] = now + FORGET_SECONDS
        who, name = signal.data.get("who"), signal.data.get("name")
        if signal.kind == BEAT or not isinstance(who, str) or not isinstance(name, str):
            return
        key = signal.origin, who
        if signal.data.get("on"):
            is_new = key not in self._places.setdefault(topic, {})
            self._places[topic][key] = _Entry(name, 1, now + FORGET_SECONDS)
        else:
            is_new = self._remove(topic, key)
        if is_new:
            self._hub.publish(topic, Signal(PRESENCE, {}))

    def sweep(self, *, now: float) -> None:
        """Forget who is gone, and tell the other processes who is here when that is due."""
        gone = [
            (topic, key)
            for topic, place in self._places.items()
            for key, entry in place.items()
            if entry.until is not None and entry.until <= now
        ]
        for topic, (origin, who) in gone:
            self._remove(topic, (origin, who))
            if origin:
                self._hub.publish(topic, Signal(PRESENCE, {}))
            else:
                self._tell(topic, who=who, name="", on=False)
        self._others = {origin: until for origin, until in self._others.items() if until > now}
        if now >= self._beat_at:
            self._beat_at = now + BEAT_SECONDS
            self._beat()

    def state(self, topic: str) -> dict[str, Any]:
        """Say who is at a topic, ready for the stream: agents without doubles, and whether the visitor is there."""
        place = self._places.get(topic, {})
        agents = {who: entry.name for (_, who), entry in place.items() if who != VISITOR}
        listed = [{"id": int(who.removeprefix("agent-")), "name": name} for who, name in sorted(agents.items())]
        return {"topic": topic, "agents": listed, "visitor": any(who == VISITOR for _, who in place)}

    def _beat(self) -> None:
        self._bus.forward("", Signal(BEAT, {}), author="")
        if not self._others:
            return
        for topic, place in self._places.items():
            for (origin, who), entry in place.items():
                if not origin:
                    self._forward(topic, who=who, name=entry.name, on=True)

    def _tell(self, topic: str, *, who: str, name: str, on: bool) -> None:
        self._hub.publish(topic, Signal(PRESENCE, {}))
        if self._others:
            self._forward(topic, who=who, name=name, on=on)

    def _forward(self, topic: str, *, who: str, name: str, on: bool) -> None:
        self._bus.forward(topic, Signal(PRESENCE, {"who": who, "name": name, "on": on}), author=who)

    def _remove(self, topic: str, key: tuple[str, str]) -> bool:
        place = self._places.get(topic, {})
        found = place.pop(key, None)
        if not place:
            self._places.pop(topic, None)
        return found is not None
