"""What is owed in one conversation, and every way it can change. Pure but for what the rules ask of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from rafiq.promises import events
from rafiq.promises.models import Ending, Kind, Promise, Standing, Version
from rafiq.promises.services import reckoning, timing
from rafiq.promises.services.matching import Rules

ANSWERS = (Kind.FIRST_ANSWER, Kind.NEXT_ANSWER)
RULES, SETTLED, RESOLVED, JOINED, PARTED, GIVEN = "RULES", "SETTLED", "RESOLVED", "JOINED", "PARTED", "GIVEN"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to be told of a promise, once it has an id."""

    event: type[events.PromiseEvent]
    promise: Promise
    at: datetime
    more: dict[str, str]


class Case:
    """What is owed in a conversation, at the moment of one event after the other.

    Nothing is written here: `made`, `changed` and `facts` tell what there is to write (`writing.write`).
    """

    def __init__(
        self, standing: Standing, promises: Iterable[Promise], *, rounds: Callable[[str], int], rules: Rules
    ) -> None:
        self.standing = standing
        self.at = datetime.min.replace(tzinfo=UTC)
        self.open = {promise.kind: promise for promise in promises}
        self.made: list[Promise] = []
        self.changed: dict[int, Promise] = {}
        self.facts: list[Fact] = []
        self._last_round, self._rules = rounds, rules

    def pass_time(self) -> None:
        """Note what became at risk, and was broken, before the moment of this event."""
        for promise in self.open.values():
            for event, at in timing.pass_time(promise, upto=self.at):
                self._tell(event, promise, at=at, **timing.due_of(promise))
                self._touch(promise)

    def owe(self) -> None:
        """Promise what is owed and not promised yet: an answer, and that the matter is settled."""
        standing = self.standing
        if not standing.is_open or standing.waiting_since is None:
            return
        if not any(kind in self.open for kind in ANSWERS):
            kind = Kind.NEXT_ANSWER if standing.answered_at else Kind.FIRST_ANSWER
            self._make(kind, began=standing.waiting_since)
        self.owe_resolution()

    def owe_resolution(self) -> None:
        """Promise that the matter is settled, if that is not promised yet. While nobody waits its clock stands still.

        It counts from the opening, or, where an answer was given before it was promised, from what came after that.
        """
        if Kind.RESOLUTION not in self.open and self.standing.is_open:
            self._make(Kind.RESOLUTION, began=self._beginning(Kind.RESOLUTION))

    def keep(self, *kinds: str) -> None:
        """What was promised is done: in time, unless it was due before. One broken too early was kept after all."""
        for promise in self._open(kinds):
            is_late = promise.due_at is not None and self.at > promise.due_at
            if not is_late:
                promise.broken_at = None
            promise.ended(Ending.LATE if is_late else Ending.KEPT, at=self.at)
            self._end(promise, events.PromiseDoneLate if is_late else events.PromiseKept)

    def cancel(self, *kinds: str, reason: str) -> None:
        """What was promised is owed no more; that it was broken before stays."""
        for promise in self._open(kinds):
            if promise.due_at is not None and self.at <= promise.due_at:
                promise.broken_at = None
            promise.ended(Ending.CANCELLED, at=self.at, reason=reason)
            self._end(promise, events.PromiseCancelled, reason=reason)

    def set_clock(self) -> None:
        """Let the clock of the resolution stand still while the customer is owed nothing, or go on."""
        promise = self.open.get(Kind.RESOLUTION)
        if promise is None or promise.broken_at is not None:
            return
        standing = self.standing
        shall_pause = standing.waiting_since is None or (standing.is_snoozed and promise.version.pauses_snoozed)
        if shall_pause and not promise.is_paused:
            reckoning.pause(promise, self._rules.timetable(promise.version), at=self.at)
        elif promise.is_paused and not shall_pause:
            reckoning.go_on(promise, self._rules.timetable(promise.version), at=self.at)
        else:
            return
        self._touch(promise)

    def rematch(self) -> None:
        """Other conditions, maybe another policy: what runs goes on under its terms; what is broken stays broken."""
        if not self.standing.is_open:
            return
        for promise in [one for one in self.open.values() if one.broken_at is None]:
            version, target = self._terms(promise.kind)
            if version is None:
                self.cancel(promise.kind, reason=RULES)
                continue
            is_given = self._is_given(version)
            if version.policy_id != promise.version.policy_id or (promise.before is not None and not is_given):
                self._move(promise, version, target)  # else the version it was made under counts
        self.owe()

    def give(self) -> None:
        """What the given policy promises counts from now; what was broken by then stays so, and is promised anew."""
        standing = self.standing
        usual = Kind.NEXT_ANSWER if standing.answered_at else Kind.FIRST_ANSWER
        answer = next((kind for kind in ANSWERS if kind in self.open), usual)
        owed = [Kind.RESOLUTION, *([answer] if standing.waiting_since else [])] if standing.is_open else []
        for kind in owed:
            version, target = self._terms(kind)
            if version is None or not self._is_given(version):
                continue
            promise = self.open.get(kind)
            if promise is not None and promise.broken_at is None:
                self._move(promise, version, target)
                continue
            before = reckoning.beginning(promise, upto=self.at) if promise is not None else None
            self.cancel(kind, reason=GIVEN)
            self._make(kind, began=self._beginning(kind))
            self.open[kind].before = before or self.open[kind].before
        self.rematch()

    def begin_earlier(self) -> None:
        """A customer who waited in another conversation, too, has waited since then."""
        since = self.standing.waiting_since
        for promise in self._open(ANSWERS):
            if since is not None and reckoning.whole(since) < promise.began_at and promise.broken_at is None:
                reckoning.go_back(promise)
                promise.began_at = min(promise.began_at, reckoning.whole(since))
                self._move(promise, promise.version, promise.target)

    def _open(self, kinds: Iterable[str]) -> list[Promise]:
        return [self.open[kind] for kind in kinds if kind in self.open]

    def _terms(self, kind: str) -> tuple[Version | None, int]:
        version = self._rules.match(self.standing, kind, at=self.at)
        return version, (version.seconds(kind) if version else None) or 0

    def _beginning(self, kind: str) -> datetime:
        """Return since when something is owed, whatever was given."""
        standing = self.standing
        if kind != Kind.RESOLUTION:
            return standing.waiting_since or self.at
        opened = standing.opened_at or self.at
        is_later = standing.answered_at is not None and standing.answered_at >= opened
        return (standing.waiting_since if is_later else None) or opened

    def _is_given(self, version: Version) -> bool:
        return version.policy_id == self.standing.given_policy_id

    def _make(self, kind: str, *, began: datetime) -> None:
        version, target = self._terms(kind)
        if version is None:
            return
        promise = Promise(
            conversation_id=self.standing.conversation_id, kind=kind, round=self._next_round(kind), version=version,
            target=target, began_at=reckoning.whole(began), changed_at=reckoning.whole(began),
        )  # fmt: skip
        if self._is_given(version) and self.standing.given_at is not None:
            reckoning.begin_anew(promise, at=self.standing.given_at)
            promise.changed_at = promise.began_at
        if kind == Kind.RESOLUTION and self.standing.waiting_since is None:
            reckoning.pause(promise, self._rules.timetable(version), at=self.at)
        else:
            reckoning.reckon(promise, self._rules.timetable(version))
        self.open[kind] = promise
        self.made.append(promise)
        self._tell(events.PromiseMade, promise, at=promise.began_at, **timing.due_of(promise))

    def _move(self, promise: Promise, version: Version, target: int) -> None:
        """Let other terms count for what runs already, from its beginning; broken it is now at the earliest.

        Those of a policy that was given count from when it was.
        """
        reckoning.go_back(promise)
        if self._is_given(version) and self.standing.given_at is not None:
            reckoning.begin_anew(promise, at=self.standing.given_at)
        promise.version, promise.target, promise.changed_at = version, target, self.at
        reckoning.reckon(promise, self._rules.timetable(version))
        if promise.warn_at is not None and promise.warn_at > self.at:
            promise.warned_at = None
        self._touch(promise)
        self._tell(events.PromiseMoved, promise, at=self.at, **timing.due_of(promise))

    def _end(self, promise: Promise, event: type[events.PromiseEvent], **more: str) -> None:
        self._touch(self.open.pop(promise.kind))
        self._tell(event, promise, at=self.at, **more)

    def _next_round(self, kind: str) -> int:
        made = [promise.round for promise in self.made if promise.kind == kind]
        return (max(made) if made else self._last_round(kind)) + 1

    def _touch(self, promise: Promise) -> None:
        if promise.pk is not None:
            self.changed[promise.pk] = promise

    def _tell(self, event: type[events.PromiseEvent], promise: Promise, *, at: datetime, **more: str) -> None:
        self.facts.append(Fact(event, promise, at, more))
