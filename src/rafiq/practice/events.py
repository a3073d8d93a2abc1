"""What happens in the ways things are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardSaved(Event):
    """A field, procedure, approval or macro was made, changed, switched or removed."""

    name: ClassVar[str] = "practice.standard.saved"
    standard_id: int
    kind: str
    number: int

    @override
    def key(self) -> str:
        return f"practice-{self.standard_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeEvent(Event):
    """Base of the facts about one conversation; `names` are what it is called, by language."""

    conversation_id: int
    customer_id: int
    standard_id: int
    names: dict[str, str]

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFilled(PracticeEvent):
    """A field of a conversation was filled in, or (`is_empty`) emptied."""

    name: ClassVar[str] = "practice.field.filled"
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistBegun(PracticeEvent):
    """The first step of a procedure was done."""

    name: ClassVar[str] = "practice.checklist.begun"
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone(PracticeEvent):
    """A step of a procedure was done; `answer` is what was found out, by language."""

    name: ClassVar[str] = "practice.step.done"
    step: str
    text: dict[str, str]
    answer: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUndone(PracticeEvent):
    """A tick was taken back."""

    name: ClassVar[str] = "practice.step.undone"
    step: str
    text: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistDone(PracticeEvent):
    """Nothing of a procedure is left to do."""

    name: ClassVar[str] = "practice.checklist.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSetAside(PracticeEvent):
    """A supervisor said that a procedure does not apply."""

    name: ClassVar[str] = "practice.checklist.set_aside"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalEvent(PracticeEvent):
    """Base of the facts about one wish to be allowed something."""

    approval_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(ApprovalEvent):
    """Somebody asked to be allowed something."""

    name: ClassVar[str] = "practice.approval.asked"
    amount: str | None = None
    approvers: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalDecided(ApprovalEvent):
    """One approver agreed or did not; `state` is what it is then."""

    name: ClassVar[str] = "practice.approval.decided"
    is_granted: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalExpired(ApprovalEvent):
    """Nobody decided in time."""

    name: ClassVar[str] = "practice.approval.expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalWithdrawn(ApprovalEvent):
    """Whoever asked does not need it any more."""

    name: ClassVar[str] = "practice.approval.withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRun(PracticeEvent):
    """A macro was run; `failed_step` (from 0) is where it stopped."""

    name: ClassVar[str] = "practice.macro.run"
    done: list[str]
    failed_step: int | None = None
