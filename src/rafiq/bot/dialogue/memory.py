"""What the bot remembers between two messages of one conversation; kept as JSON in its session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(slots=True)
class Form:
    """A form that is being filled in: `at` names the parameter asked for, "" where all are there.

    With `is_choosing` the customer is asked which value to change; `misses` counts answers that made no sense.
    """

    action: str
    values: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    is_choosing: bool = False
    is_confirming: bool = False
    misses: int = 0


@dataclass(slots=True)
class Option:
    """One thing that was offered to choose: a document, by its source and key."""

    title: str
    source: str
    key: str


@dataclass(slots=True)
class Memory:
    """All of it. `shown` are titles of what was answered with, `asked` is the question that the last of them answered.

    With `stands_in` the bot talks while the customer waits for a person: they are owed that person until they say that
    the bot's answer was enough. It does so once a conversation (`has_stood_in`).
    """

    form: Form | None = None
    options: list[Option] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    waits_for_contact: bool = False
    contact: str = ""
    contact_tries: int = 0
    is_handed_over: bool = False
    stands_in: bool = False
    has_stood_in: bool = False
    answered_turn: int = 0
    asked: str = ""
    filled: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """Build it from JSON; what is unknown is dropped."""
        known = {name: plain[name] for name in cls.__dataclass_fields__ if name in plain}
        if isinstance(known.get("form"), dict):
            known["form"] = Form(
                **{name: known["form"][name] for name in Form.__dataclass_fields__ if name in known["form"]}
            )
        known["options"] = [Option(**one) for one in known.get("options", [])]
        return cls(**known)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)
