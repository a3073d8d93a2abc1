"""What lists and heads of conversations show of promises: one statement for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from rafiq.inbox.models import ConversationQuerySet
from rafiq.promises.models import Kind, Level, Priority, Promise
from rafiq.promises.models.promise import RUNNING

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


def mark() -> JSONObject:
    """Make the column that is read together with conversations: what they owe, and their priority."""
    owed = Promise.objects.filter(conversation=OuterRef("pk"), ended_at=None)
    level = Priority.objects.filter(conversation=OuterRef("pk")).values("level")
    return JSONObject(
        level=Subquery(level[:1]),
        owed=ArraySubquery(owed.values(json=JSONObject(**{name: name for name in _COLUMNS}))),
    )


def read_mark(value: Mapping[str, Any]) -> Shown | None:
    """Read the column's value: the promise that is due first counts; None where there is nothing to show."""
    owed = [_owed(one) for one in value["owed"]]
    if not owed and not value["level"]:
        return None
    return replace(min(owed, key=_urgency, default=Shown()), level=value["level"] or Level.NORMAL)


def at_risk(found: ConversationQuerySet) -> ConversationQuerySet:
    """Limit conversations to those that owe something which is at risk or broken, what is due first on top."""
    owed = Promise.objects.filter(RUNNING, Q(warned_at__isnull=False) | Q(broken_at__isnull=False))
    due = owed.filter(conversation=OuterRef("pk")).order_by("due_at").values("due_at")
    return found.filter(pk__in=owed.values("conversation")).order_by(Subquery(due[:1]), "pk")


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


def _owed(plain: Mapping[str, Any]) -> Shown:
    due, warn, broken = (_moment(plain[name]) for name in ("due_at", "warn_at", "broken_at"))
    return Shown(Level.NORMAL, plain["kind"], due, warn, broken, plain["remaining"])


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _urgency(one: Shown) -> tuple[bool, bool, float]:
    return one.is_paused, one.due_at is None, one.due_at.timestamp() if one.due_at else 0
