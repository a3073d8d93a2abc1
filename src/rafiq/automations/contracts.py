"""What an action is, and a step: an action with what it was told. Macros and rules are made of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from rafiq.platform.ui.forms import Form

MOST_STEPS = 12


class BadStep(ValueError):
    """What is stored, or was sent, is no step."""


class Impossible(Exception):
    """A step cannot be done; the reason is an English sentence of ours (`gettext_noop`), translated when it is read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the key of an action, and plain JSON as its form returned it."""

    action: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"action": self.action, "params": dict(self.params)}

    @classmethod
    def parse(cls, given: object) -> Self:
        """Read a step from JSON.

        Raises:
            BadStep: if it has another shape.
        """
        match given:
            case {"action": str(action), "params": dict(params)}:
                return cls(action, params)
        raise BadStep


def steps_from(given: object) -> list[Step]:
    """Read stored steps; what has lost its shape is left out."""
    found = []
    for one in given if isinstance(given, list) else ():
        try:
            found.append(Step.parse(one))
        except BadStep:
            continue
    return found


class State(StrEnum):
    """What became of a step: SAME: it was so already; SKIPPED: a step before it could not be done."""

    DONE = "DONE"
    SAME = "SAME"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step beside what became of it; `reason` says in English why it could not be done."""

    step: Step
    state: State
    reason: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**self.step.plain(), "state": self.state.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Act:
    """One doing of a step: in which conversation, by whom, when.

    `actor` is as the log names it: `agent-3` for what a macro does, else a program such as `automation-7`; `name` is
    how colleagues read it. `key` is the same in every repetition of the same doing.
    """

    conversation_id: int
    actor: str
    at: datetime
    key: str
    name: str = ""

    @property
    def client_id(self) -> UUID:
        """The id of a message this doing writes: doing it again writes no second one."""
        return uuid5(NAMESPACE_URL, f"rafiq:{self.key}")

    @property
    def agent_id(self) -> int | None:
        """The agent who does it; None for a program."""
        kind, _dash, number = self.actor.partition("-")
        return int(number) if kind == "agent" and number.isdigit() else None


class Action(Protocol):
    """Something that can be done in a conversation, by rules and by macros."""

    @property
    def key(self) -> str:
        """The stable name that steps are stored with."""

    @property
    def icon(self) -> str:
        """The UI kit's icon for it."""

    @property
    def label(self) -> str:
        """What it does, in the reader's language."""

    @property
    def form(self) -> type[Form]:
        """The form of what it must be told; what that cleans are the `params`, and must be JSON."""

    @property
    def causes(self) -> Sequence[str]:
        """The events it may cause, by their names in the log: by these circles of rules are found."""

    def describe(self, params: Mapping[str, Any]) -> str:
        """Say what it does with these params, in the reader's language; of what is gone it says so."""

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say in English what is wrong with the params by now (a tag that was removed); "" if nothing is."""

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Do it, in the caller's transaction and without any network; tell whether anything changed.

        Repeating it with the same `act` does it once. What it changes is logged with `act.actor`.

        Raises:
            Impossible: if it cannot be done; then nothing of it is.
        """
