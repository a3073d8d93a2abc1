"""What an administrator declares, as plain values: parameters of actions, and all that is live at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

KINDS = ("TEXT", "NUMBER", "DATE", "CHOICE", "PHONE", "EMAIL", "ORDER")
"""Kinds of parameters. ORDER is a number or code of an order: letters, digits and hyphens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing an action must be told, asked for with the prompt of the conversation's language.

    `pattern` is a regular expression for the whole of a TEXT or ORDER. `choices` are the values of a CHOICE, each with
    its words by language.
    """

    name: str
    kind: str = "TEXT"
    prompts: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    required: bool = True

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """Build one from JSON; what is unknown is dropped."""
        return cls(**{name: plain[name] for name in cls.__dataclass_fields__ if name in plain})

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveAction:
    """An action as it was published; `secret` is encrypted."""

    name: str
    titles: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    url: str = ""
    method: str = "POST"
    secret: str = field(default="", repr=False)
    who: str = "ANYONE"
    needs_confirmation: bool = True
    results: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """Build one from JSON."""
        known = {name: plain[name] for name in cls.__dataclass_fields__ if name in plain}
        return cls(**known | {"parameters": tuple(Parameter.read(one) for one in plain.get("parameters", []))})


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveIntent:
    """An intent as it was published; `examples` are (language, text)."""

    name: str
    does: str
    titles: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    article_key: str = ""
    action: str = ""
    examples: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """Build one from JSON."""
        known = {name: plain[name] for name in cls.__dataclass_fields__ if name in plain}
        return cls(**known | {"examples": tuple((one[0], one[1]) for one in plain.get("examples", []))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All intents and actions that are live, by name. `number` is the publication's, 0 where there is none."""

    number: int = 0
    intents: Mapping[str, LiveIntent] = field(default_factory=dict)
    actions: Mapping[str, LiveAction] = field(default_factory=dict)

    @classmethod
    def read(cls, number: int, snapshot: Mapping[str, Any]) -> Self:
        """Build it from a publication's snapshot."""
        intents = [LiveIntent.read(one) for one in snapshot.get("intents", [])]
        actions = [LiveAction.read(one) for one in snapshot.get("actions", [])]
        return cls(
            number=number, intents={one.name: one for one in intents}, actions={one.name: one for one in actions}
        )
