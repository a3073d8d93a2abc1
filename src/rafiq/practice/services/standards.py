"""What is agreed on: made, changed, put into order, removed; each change is a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.platform import log
from rafiq.practice import content as contents
from rafiq.practice import events
from rafiq.practice.asked import Asked
from rafiq.practice.models import Standard, Version


class NoName(Exception):
    """It has no name in any language."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new version is to say."""

    names: Mapping[str, str]
    content: contents.Content
    asked: Asked = field(default_factory=Asked)
    is_active: bool = True


@transaction.atomic
def save(  # each names what no other does
    standard: Standard | None, draft: Draft, *, kind: str, by: Agent, at: datetime, owner: Agent | None = None
) -> Standard:
    """Make a standard, or a new version of one; what says the same as before changes nothing.

    The kind of one there is stays. With `owner` only they have it.

    Raises:
        NoName: if it is called nothing.
    """
    if not draft.names:
        raise NoName
    if standard is None:
        last = Standard.objects.filter(kind=kind).order_by("-position").values_list("position", flat=True).first()
        standard = Standard.objects.create(kind=kind, position=(last or 0) + 1, owner=owner, created_at=at)
    else:
        standard = Standard.objects.select_for_update(no_key=True, of=("self",)).get(pk=standard.pk)
    said = {
        "names": dict(draft.names), "is_active": draft.is_active, "asked": draft.asked.plain(),
        "content": contents.plain(draft.content),
    }  # fmt: skip
    _write(standard, said, by=by, at=at)
    return standard


@transaction.atomic
def remove(standard: Standard, *, by: Agent, at: datetime) -> None:
    """Ask for it no more; what was done under it stays."""
    found = Standard.objects.select_for_update(no_key=True, of=("self",)).get(pk=standard.pk)
    _write(found, {"is_active": False, "is_removed": True}, by=by, at=at)


@transaction.atomic
def order(kind: str, ids: Sequence[int]) -> None:
    """Put the standards of one kind into this order; the caller holds their locks."""
    places = {pk: place for place, pk in enumerate(ids)}
    found = list(Standard.objects.filter(kind=kind, pk__in=ids))
    for one in found:
        one.position = places[one.pk]
    Standard.objects.bulk_update(found, ["position"])


def _write(standard: Standard, said: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
    last = standard.versions.order_by("-number").first()
    before = _said(last) if last else {}
    after = {**before, **said}
    if last and contents.same(before, after):
        return
    number = last.number + 1 if last else 1
    Version.objects.create(standard=standard, number=number, made_by=by, made_at=at, **after)
    log.append(
        events.StandardSaved(standard_id=standard.pk, kind=standard.kind, number=number, occurred_at=at, actor=by.actor)
    )


def _said(version: Version) -> dict[str, Any]:
    return {name: getattr(version, name) for name in ("names", "is_active", "is_removed", "asked", "content")}
