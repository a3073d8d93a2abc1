"""What lists and heads of conversations show of promises: one statement for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from rafiq.promises.models import Kind, Level, Priority, Promise

ANSWERS = (Kind.FIRST_ANSWER, Kind.NEXT_ANSWER)
_COLUMNS = ("kind", "due_at", "warn_at", "broken_at", "remaining")


@dataclass(frozen=True, slots=True)
class Shown:
    """The promise of a conversation that is due first (none: `kind` is ""), and its priority."""

    level: str = Level.NORMAL
    kind: str = ""
    due_at: datetime | None = None
    warn_at: datetime | None = None
    broken_at: datetime | None = None
    remaining: int | None = None

    @property
    def is_paused(self) -> bool:
        """Test whether its clock stands still."""
        return self.remaining is not None


def marks_of(conversation_ids: Iterable[int]) -> dict[int, Shown]:
    """Find what is to be shown of promises and priorities of conversations, where there is something."""
    levels: dict[int, str] = {}
    promised: dict[int, Shown] = {}
    for conversation_id, level, kind, due, warn, broken, remaining in _marks(list(conversation_ids)):
        if level:
            levels[conversation_id] = level
            continue
        shown = Shown(Level.NORMAL, kind, due, warn, broken, remaining)
        if conversation_id not in promised or _urgency(shown) < _urgency(promised[conversation_id]):
            promised[conversation_id] = shown
    found = {pk: promised.get(pk, Shown()) for pk in {*levels, *promised}}
    return {pk: replace(one, level=levels.get(pk, Level.NORMAL)) for pk, one in found.items()}


def due_at(conversation_id: int) -> datetime | None:
    """Return by when an answer is owed; None where none is promised."""
    owed = Promise.objects.filter(conversation=conversation_id, ended_at=None, kind__in=ANSWERS)
    return owed.values_list("due_at", flat=True).first()


def levels_of(conversation_ids: Iterable[int]) -> dict[int, str]:
    """Find the priorities of conversations; those that are not named are normal."""
    found = Priority.objects.filter(conversation__in=list(conversation_ids))
    return dict(found.values_list("conversation", "level"))


def promises_of(conversation_id: int) -> list[Promise]:
    """List everything that was ever promised in a conversation, what is owed first, then the newest."""
    found = Promise.objects.filter(conversation=conversation_id).select_related("version")
    return sorted(found, key=lambda one: (not one.is_open, one.began_at.timestamp() * (1 if one.is_open else -1)))


def _marks(ids: list[int]) -> QuerySet[Any, Any]:
    named = ("conversation_id", "level", *_COLUMNS)
    owed = Promise.objects.filter(conversation__in=ids, ended_at=None).annotate(level=Value("", CharField()))
    nothing: dict[str, Any] = {
        "kind": Value("", CharField()),
        "remaining": Cast(Value(None), IntegerField()),
        **{name: Cast(Value(None), DateTimeField()) for name in ("due_at", "warn_at", "broken_at")},
    }
    levels = Priority.objects.filter(conversation__in=ids).annotate(**nothing)
    return owed.values_list(*named).union(levels.values_list(*named), all=True)


def _urgency(one: Shown) -> tuple[bool, bool, float]:
    return one.is_paused, one.due_at is None, one.due_at.timestamp() if one.due_at else 0
