"""Everybody who waits, in lanes: what the database's index is in the product, a sorted list a lane is here."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from rafiq.routing.core.choosing import fits, next_for
from rafiq.routing.core.shapes import Free, Lane, Waiting


class Line:
    """Those who wait, most urgent first in every lane. Joining and leaving cost a binary search."""

    def __init__(self) -> None:
        self._lanes: dict[int, Lane] = {}
        self._keys: dict[int, list[tuple[float, float, int]]] = {}
        self._here: dict[int, Waiting] = {}

    def __len__(self) -> int:
        return len(self._here)

    def __contains__(self, entry_id: int) -> bool:
        return entry_id in self._here

    def join(self, entry: Waiting) -> None:
        """Let somebody wait."""
        lane = entry.lane
        if lane.id not in self._lanes:
            self._lanes[lane.id], self._keys[lane.id] = lane, []
        self._here[entry.id] = entry
        insort(self._keys[lane.id], _key(entry))

    def leave(self, entry_id: int) -> Waiting | None:
        """Let somebody go, taken or tired of waiting; None where they had gone before."""
        entry = self._here.pop(entry_id, None)
        if entry is not None:
            keys = self._keys[entry.lane.id]
            del keys[bisect_left(keys, _key(entry))]
        return entry

    def take_for(self, agent: Free) -> Waiting | None:
        """Give an agent what is next for them, and let it leave the line."""
        chosen = next_for(agent, self._heads(agent))
        return self.leave(chosen.id) if chosen is not None else None

    def ahead_of(self, entry: Waiting) -> dict[int, int]:
        """Count who is more urgent than somebody, by lane."""
        return {lane_id: bisect_left(keys, _key(entry)) for lane_id, keys in self._keys.items()}

    def _heads(self, agent: Free) -> Iterator[Waiting]:
        for lane_id, lane in self._lanes.items():
            keys = self._keys[lane_id]
            if keys and fits(agent, lane):
                yield self._here[keys[0][2]]


def _key(entry: Waiting) -> tuple[float, float, int]:
    return (entry.urgent_at, entry.entered_at, entry.id)
