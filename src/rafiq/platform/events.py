"""The base of every event: a frozen fact in the past tense, with ids and plain values."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any, ClassVar, Self

_BY_NAME: dict[str, type[Event]] = {}
_ENVELOPE = frozenset({"occurred_at", "actor"})
_FIELDS: dict[type[Event], tuple[str, ...]] = {}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; stored as one row of the log in the transaction of the change itself.

    `actor` says who did it: `agent-3`, `customer-7`, or `system`.
    """

    name: ClassVar[str] = ""
    occurred_at: datetime
    actor: str = "system"

    def __init_subclass__(cls, **kwargs: object) -> None:
        # `slots=True` makes dataclasses build each class twice; the second one overwrites the first here.
        if cls.name:
            _BY_NAME[cls.name] = cls

    def key(self) -> str:
        """Return what the event is about, such as `conversation-42`; live pages listen to this name."""
        raise NotImplementedError

    def about_customer(self) -> int | None:
        """Return the customer this concerns, if any."""
        return getattr(self, "customer_id", None)

    def payload(self) -> dict[str, Any]:
        """Return the event's own fields as plain JSON values."""
        return {
            field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name not in _ENVELOPE
        }

    @classmethod
    def restore(cls, *, payload: dict[str, Any], occurred_at: datetime, actor: str) -> Self:
        """Build the event from a stored row; unknown fields are dropped, so that old rows outlive new code."""
        known = _own_fields(cls)
        kept = {name: value for name, value in payload.items() if name in known}
        return cls(occurred_at=occurred_at, actor=actor, **kept)


def _own_fields(kind: type[Event]) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in dataclasses.fields(kind) if field.name not in _ENVELOPE)
    return _FIELDS[kind]


def by_name(name: str) -> type[Event] | None:
    """Find the event class stored under a name; None when no code knows it (any more)."""
    return _BY_NAME.get(name)
