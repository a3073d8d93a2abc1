"""A clock that jumps from event to event, agents and customers on it, and between them the product's own routing.

Everything that is decided is decided by `rafiq.routing.core`, as in the product; here are only those who come, how long
they take, and when they have had enough.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rafiq.routing import core

ARRIVES, DONE, GIVES_UP, ENTERS, LEAVES = range(5)
FEW: Final = 3
"""Handled conversations after which a pace is believed."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who comes: when, for which lane, and after how many seconds they give up (None: never)."""

    at: float
    lane: core.Lane
    patience: float | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """An agent, from when until when."""

    agent: core.Free
    begin: float = 0.0
    end: float = float("inf")


@dataclass(slots=True)
class Found:
    """What happened to those who came: each sum is over all that were counted."""

    came: int = 0
    waited: int = 0
    gave_up: int = 0
    seconds: float = 0.0
    taken: int = 0
    called_back: int = 0
    told: list[tuple[float, float, float]] = field(default_factory=list)
    """Of each who waited and was taken: our estimate when they came, the last one's wait, their own wait."""


type Choice = Callable[[float], bool]
"""Asked with the wait somebody is told: do they wish to be called back instead?"""


class Simulation:
    """One run. `handling` draws the seconds an agent is busy with one; the first `unseen` who come are not counted."""

    def __init__(
        self, customers: Iterator[Customer], shifts: Sequence[Shift], *, handling: Callable[[], float], unseen: int = 0,
        wishes_call: Choice | None = None, estimates: bool = False,
    ) -> None:  # fmt: skip
        self.found = Found()
        self._customers, self._handling, self._wishes = customers, handling, wishes_call
        self._estimates = estimates
        self._unseen = unseen
        self._line = core.Line()
        self._free: dict[int, core.Free] = {}
        self._here: dict[int, core.Free] = {}
        self._ends: set[int] = set()
        self._events: list[tuple[float, int, int]] = []
        self._told: dict[int, tuple[float, float]] = {}
        self._called: set[int] = set()
        self._waiting: dict[int, core.Waiting] = {}
        self._pace = core.Pace()
        self._last_wait = 0.0
        self._number = 0
        self._staff = dict(enumerate(shifts))
        for number, shift in self._staff.items():
            self._plan(shift.begin, ENTERS, number)
            if shift.end != float("inf"):
                self._plan(shift.end, LEAVES, number)

    def run(self) -> Found:
        """Let everybody come and be taken, or give up; return what happened."""
        coming = next(self._customers, None)
        while coming is not None or self._events:
            if coming is not None and (not self._events or coming.at < self._events[0][0]):
                self._arrive(coming)
                coming = next(self._customers, None)
                continue
            at, what, number = heapq.heappop(self._events)
            if what == DONE:
                self._done(number, at)
            elif what == GIVES_UP:
                self._give_up(number, at)
            elif what == ENTERS:
                self._enter(number, at)
            else:
                self._leave(number)
        return self.found

    def _plan(self, at: float, what: int, number: int) -> None:
        heapq.heappush(self._events, (at, what, number))

    def _arrive(self, customer: Customer) -> None:
        self._number += 1
        number, at = self._number, customer.at
        entry = core.Waiting(number, customer.lane, entered_at=at, urgent_at=core.urgent_at(at))
        chosen = core.best_for(entry, self._free.values())
        self.found.came += self._counts(number)
        if chosen is not None:
            self._begin(chosen.id, entry, at)
            return
        self._line.join(entry)
        self._waiting[number] = entry
        self.found.waited += self._counts(number)
        told = self._tell(entry) if self._estimates or self._wishes else None
        if told is not None and self._wishes is not None and self._wishes(told):
            self._called.add(number)
            self.found.called_back += self._counts(number)
        elif customer.patience is not None:
            self._plan(at + customer.patience, GIVES_UP, number)

    def _begin(self, agent_id: int, entry: core.Waiting, at: float) -> None:
        del self._free[agent_id]
        waited = at - entry.entered_at
        if self._counts(entry.id):
            self.found.taken += 1
            self.found.seconds += 0.0 if entry.id in self._called else waited
            if entry.id in self._told:
                self.found.told.append((*self._told[entry.id], waited))
        if self._waiting.pop(entry.id, None) is not None:
            self._last_wait = waited
            if self._estimates or self._wishes:
                self._pace = self._pace.and_waited(waited, gave_up=False)
        seconds = self._handling()
        if self._estimates or self._wishes:
            self._pace = self._pace.and_handled(seconds)
        self._plan(at + seconds, DONE, agent_id)

    def _done(self, agent_id: int, at: float) -> None:
        if agent_id in self._ends:
            self._ends.discard(agent_id)
            del self._here[agent_id]
            return
        self._be_free(agent_id, at)

    def _be_free(self, agent_id: int, at: float) -> None:
        given = self._here[agent_id]
        agent = core.Free(
            agent_id, capacity=1, idle_since=at, teams=given.teams, skills=given.skills, languages=given.languages
        )
        self._free[agent_id] = agent
        if (entry := self._line.take_for(agent)) is not None:
            self._begin(agent_id, entry, at)

    def _give_up(self, number: int, at: float) -> None:
        entry = self._line.leave(number)
        if entry is None:
            return
        del self._waiting[number]
        if self._counts(number):
            self.found.gave_up += 1
            self.found.seconds += at - entry.entered_at
        self._pace = self._pace.and_waited(at - entry.entered_at, gave_up=True)

    def _enter(self, number: int, at: float) -> None:
        self._here[number] = self._staff[number].agent
        self._be_free(number, at)

    def _leave(self, number: int) -> None:
        if self._free.pop(number, None) is None:
            self._ends.add(number)
        else:
            del self._here[number]

    def _tell(self, entry: core.Waiting) -> float | None:
        """Work out what somebody who begins to wait is told; the agents of each lane are those who are there now."""
        able = {
            lane.id: frozenset(one for one, agent in self._here.items() if core.fits(agent, lane))
            for lane in {one.lane.id: one.lane for one in self._waiting.values()}.values()
        }
        mine = able[entry.lane.id]
        ahead = core.place(self._line.ahead_of(entry), mine=mine, able=able)
        told = core.expected_wait(
            ahead, servers=len(mine), handling=self._pace.handling, giving_up=self._pace.giving_up
        )
        if told is not None and self._pace.handled >= FEW and self._estimates:
            self._told[entry.id] = (told, self._last_wait)
        return told

    def _counts(self, number: int) -> bool:
        return number > self._unseen


def poisson(
    gaps: Iterable[float], chance: random.Random, *, lane: core.Lane, giving_up: float = 0.0
) -> Iterator[Customer]:
    """Let somebody come after each of these gaps; with `giving_up` (a rate per second) patience is exponential."""
    at = 0.0
    for gap in gaps:
        at += gap
        yield Customer(at, lane, chance.expovariate(giving_up) if giving_up else None)
