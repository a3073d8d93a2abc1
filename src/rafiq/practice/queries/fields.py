"""What is noted of conversations in the company's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rafiq.customers.models import CustomField
from rafiq.inbox.models import Conversation
from rafiq.practice.content import Choice, Field
from rafiq.practice.models import Kind, Sheet, Unready, Version
from rafiq.practice.naming import called
from rafiq.practice.queries.standards import meant_for, newest


@dataclass(frozen=True, slots=True)
class Noted:
    """One field as a conversation has it; `value` is None where nothing was noted."""

    standard_id: int
    names: Mapping[str, str]
    field: Field
    value: Any
    is_meant: bool

    @property
    def key(self) -> str:
        """The name its value is kept under."""
        return key_of(self.standard_id)

    @property
    def name(self) -> str:
        """What it is called in the page's language."""
        return called(self.names)

    @property
    def is_lacking(self) -> bool:
        """Test whether it must be filled in before the conversation is closed, and is not."""
        return self.is_meant and self.field.is_required and self.value is None

    @property
    def choice(self) -> Choice | None:
        """Return what was chosen, of a choice."""
        return next((one for one in self.field.choices if one.key == self.value), None)

    @property
    def chosen(self) -> str:
        """Name what was chosen."""
        return called(self.choice.names) if self.choice else str(self.value or "")

    def as_custom(self) -> CustomField:
        """Return what reads, asks for and shows values of this kind: a field as customers have them, never stored."""
        keys = [one.key for one in self.field.choices]
        return CustomField(pk=self.standard_id, label=self.name, kind=self.field.kind, choices=keys)


def key_of(standard_id: int) -> str:
    """Return the name the values of a field are kept under."""
    return f"f{standard_id}"


def fields_of(conversation: Conversation) -> list[Noted]:
    """List the fields meant for a conversation (with its `channel`), and those it has a value of, in order."""
    versions = newest(Kind.FIELD, is_active=True)
    if not versions:
        return []
    meant = {one.pk for one in meant_for(conversation, versions)}
    values = values_of(conversation.pk)
    found = [_noted(one, values, is_meant=one.pk in meant) for one in versions]
    return [one for one in found if one.is_meant or one.value is not None]


def values_of(conversation_id: int) -> dict[str, Any]:
    """Return what is kept of a conversation, by the keys of fields."""
    return Sheet.objects.filter(pk=conversation_id).values_list("values", flat=True).first() or {}


def unready_of(conversation: Conversation) -> Unready | None:
    """Find what a program closed this conversation without, while it is closed like that."""
    closed_at = conversation.resolved_at
    return Unready.objects.filter(conversation=conversation, closed_at=closed_at).first() if closed_at else None


def unready_lately(*, since: datetime, limit: int = 50) -> list[Unready]:
    """List what programs closed although something was lacking, the newest first."""
    found = Unready.objects.filter(closed_at__gte=since).select_related("conversation__customer")
    return list(found.order_by("-closed_at", "-pk")[:limit])


def _noted(version: Version, values: Mapping[str, Any], *, is_meant: bool) -> Noted:
    value = values.get(key_of(version.standard_id))
    return Noted(version.standard_id, version.names, Field.parse(version.content), value, is_meant)
