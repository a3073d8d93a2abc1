"""What happens to promises, and to the priority of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEvent(Event):
    """Base of the facts about one promise: `kind` and `round` name it within its conversation."""

    conversation_id: int
    customer_id: int
    promise_id: int
    kind: str
    round: int
    policy_id: int

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(PromiseEvent):
    """Something was promised; `due_at` (ISO 8601) is when it is owed, "" while its clock stands still."""

    name: ClassVar[str] = "promises.promise.made"
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMoved(PromiseEvent):
    """Other terms count for what was promised already, or it counts from earlier; `due_at` as in `PromiseMade`."""

    name: ClassVar[str] = "promises.promise.moved"
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWarned(PromiseEvent):
    """A promise is at risk."""

    name: ClassVar[str] = "promises.promise.warned"
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBroken(PromiseEvent):
    """The time was over and what was promised not done. An answer that was quicker may take it back: `PromiseKept`."""

    name: ClassVar[str] = "promises.promise.broken"
    due_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept(PromiseEvent):
    """What was promised was done in time."""

    name: ClassVar[str] = "promises.promise.kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDoneLate(PromiseEvent):
    """What was promised was done after it had been broken."""

    name: ClassVar[str] = "promises.promise.done_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCancelled(PromiseEvent):
    """What was promised is owed no more.

    RESOLVED, JOINED, SETTLED (by the bot), PARTED, RULES (none promises it), GIVEN (an agent or a rule promised anew).
    """

    name: ClassVar[str] = "promises.promise.cancelled"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged(Event):
    """A conversation became more or less urgent."""

    name: ClassVar[str] = "promises.priority.changed"
    conversation_id: int
    customer_id: int
    level: str
    before: str

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyGiven(Event):
    """A rule or an agent promised what a policy says, whomever it is for; `policy_id` 0: took that back."""

    name: ClassVar[str] = "promises.policy.given"
    conversation_id: int
    customer_id: int
    policy_id: int
    policy: str

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySaved(Event):
    """A policy has a new version: made, changed, moved, switched on or off, or removed."""

    name: ClassVar[str] = "promises.policy.saved"
    policy_id: int
    number: int

    @override
    def key(self) -> str:
        return "staff"
