"""What each kind of standard says, as plain values: read from JSON, written as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from rafiq.customers.models import CustomField

type Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from; `key` never changes. One that `is_gone` is shown where it was chosen."""

    key: str
    names: Names
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """Something to be noted of a conversation; `kind` is one of those of customers' own fields."""

    kind: str = CustomField.Kind.TEXT.value
    is_required: bool = True
    choices: tuple[Choice, ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Read it from JSON."""
        return cls(given["kind"], given["is_required"], _choices(given.get("choices", ())))

    def offered(self) -> tuple[Choice, ...]:
        """List what can be chosen now."""
        return tuple(one for one in self.choices if not one.is_gone)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, or (with `choices`) to find out; `texts` are Markdown by language.

    With `after` (a step's key and a choice's) it is there only when that was answered so. `article_id`, `canned_id` and
    `macro_id` name what helps with it.
    """

    key: str
    texts: Names
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    after: tuple[str, str] | None = None
    article_id: int | None = None
    canned_id: int | None = None
    macro_id: int | None = None

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Read it from JSON."""
        after = given.get("after")
        return cls(
            given["key"], given["texts"], given.get("is_required", False), _choices(given.get("choices", ())),
            (after[0], after[1]) if after else None, given.get("article_id"), given.get("canned_id"),
            given.get("macro_id"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps in their order."""

    steps: tuple[Step, ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Read it from JSON."""
        return cls(tuple(Step.parse(one) for one in given["steps"]))

    def visible(self, answers: Mapping[str, str]) -> list[Step]:
        """List the steps that are there after these answers (by step), in order.

        A question that is not there itself asks nothing: what hangs on it is not there either.
        """
        seen: set[str] = set()
        found = []
        for step in self.steps:
            if step.after is None or (step.after[0] in seen and answers.get(step.after[0]) == step.after[1]):
                seen.add(step.key)
                found.append(step)
        return found

    def step(self, key: str) -> Step | None:
        """Find a step."""
        return next((one for one in self.steps if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an approval takes: who may grant it, how many of them, within how many hours.

    With `asks_amount` an amount is told (in `unit`, words by language); below `least` nobody has to be asked.
    Approvers are everybody of these roles or teams, and these agents.
    """

    asks_amount: bool = False
    unit: Names | None = None
    least: Decimal | None = None
    roles: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    agents: tuple[int, ...] = ()
    needed: int = 1
    hours: int = 24
    holds_closing: bool = True

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Read it from JSON."""
        least = given.get("least")
        return cls(
            given["asks_amount"], given.get("unit") or {}, Decimal(least) if least is not None else None,
            tuple(given["roles"]), tuple(given["teams"]), tuple(given["agents"]), given["needed"], given["hours"],
            given["holds_closing"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Macro:
    """Actions in their order, each `{"action": …, "params": …}`; who may use it: everybody, teams, or its owner."""

    group: str = ""
    teams: tuple[int, ...] = ()
    steps: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Read it from JSON."""
        return cls(given.get("group", ""), tuple(given.get("teams", ())), tuple(given["steps"]))


type Content = Field | Procedure | Terms | Macro


def plain(content: Content) -> dict[str, Any]:
    """Write content as JSON; numbers with a fraction as text, so that nothing is rounded."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(content).items()}


def next_key(prefix: str, taken: Sequence[str]) -> str:
    """Return a key that none of these is, keys that browsers made up aside: keys are never used again."""
    ours = (re.fullmatch(rf"{prefix}([0-9]{{1,9}})", one) for one in taken)
    return f"{prefix}{max((int(one[1]) for one in ours if one), default=0) + 1}"


def _choices(given: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(one["key"], one["names"], one.get("is_gone", False)) for one in given)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Test whether two versions say the same, as JSON keeps them."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
