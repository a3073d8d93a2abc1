"""Two customers become one, and two again.

Nothing is deleted by a merge. Identities move to the customer who stays; where both had the same one, the source's
is *parked* with the source (it leads to nobody) and hands its mark "verified" over, if it had it. `Merge.record` keeps:

- `changed`: field → [value before, value after] of the one who stays;
- `moved`: ids of the identities that moved;
- `exchanged`: [id that got the mark, id that gave it].

What else came along (notes, conversations, ratings) are rows of `MergeMove`, written by whoever moved them. Merges may
be undone in any order: `undoing` says how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers.events import CustomerMerged
from rafiq.customers.models import Customer, Identity, LikelyPair, Merge, MergeMove, Note
from rafiq.customers.services.people import refresh_search_key
from rafiq.platform import log

FIELDS = ("name", "language", "city", "about", "preferred_kind", "organisation_id")
NOTES = "customers.note"
SOURCE, BOTH = "source", "both"
_ABOUT_LONGEST = 4000


class AlreadyMerged(Exception):
    """One of the two is part of somebody else by now."""


class CannotMergeWithItself(ValueError):
    """Two different customers are needed."""


@transaction.atomic
def merge(
    *,
    source: Customer,
    into: Customer,
    at: datetime,
    actor: str = "system",
    by: Agent | None = None,
    choices: Mapping[str, str] | None = None,
) -> Merge:
    """Make two customers one: identities and notes move at once, conversations follow through the log.

    `choices` says for a field of FIELDS (or `custom.<key>`) whose value stays: "source", or for `about` "both";
    without a word the one who stays keeps theirs, and what they lack comes from the other.

    Raises:
        AlreadyMerged: if one of them was merged meanwhile.
        CannotMergeWithItself: if they are the same.
    """
    if source.pk == into.pk:
        raise CannotMergeWithItself
    lock([source.pk, into.pk])
    source.refresh_from_db()
    into.refresh_from_db()
    if source.merged_into_id or into.merged_into_id:
        raise AlreadyMerged
    merged = Merge.objects.create(source=source, into=into, merged_at=at, merged_by=by.actor if by else actor)
    merged.record = {"changed": _settle_fields(source, into, choices or {}), **move_identities(source, into)}
    merged.save(update_fields=["record"])
    notes = Note.objects.filter(customer=source)
    note_moves(merged.pk, NOTES, list(notes.values_list("pk", flat=True)))
    notes.update(customer=into)
    source.merged_into = into
    source.save(update_fields=["merged_into"])
    refresh_search_key(into)
    low, high = sorted([source.pk, into.pk])
    LikelyPair.objects.filter(low=low, high=high).update(state="MERGED", decided_at=at, decided_by=by)
    log.append(
        CustomerMerged(
            customer_id=into.pk, source_id=source.pk, merge_id=merged.pk, occurred_at=at, actor=merged.merged_by
        )
    )
    return merged


def note_moves(merge_id: int, thing: str, ids: Iterable[int]) -> None:
    """Remember what came along with a merge, so that it can go back; repeating it changes nothing."""
    moves = [MergeMove(merge_id=merge_id, thing=thing, thing_id=pk) for pk in ids]
    MergeMove.objects.bulk_create(moves, ignore_conflicts=True)


def moved_things(merge_id: int, thing: str) -> list[int]:
    """List what came along with a merge."""
    return list(MergeMove.objects.filter(merge=merge_id, thing=thing).values_list("thing_id", flat=True))


def forget_moves(thing: str, ids: Iterable[int], *, keep: int) -> None:
    """Things went home with the merge `keep`: those that carried them further, which are younger, do so no more."""
    MergeMove.objects.filter(thing=thing, thing_id__in=list(ids), merge__undone_at=None, merge__gt=keep).delete()


def lock(ids: Iterable[int]) -> list[Customer]:
    """Lock customers, in the order everybody locks them in."""
    return list(Customer.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk"))


def _settle_fields(source: Customer, into: Customer, choices: Mapping[str, str]) -> dict[str, list[Any]]:
    """Give the one who stays the values that were chosen; return what changed, before and after."""
    changed: dict[str, list[Any]] = {}
    for field in FIELDS:
        before, after = getattr(into, field), _chosen(field, source, into, choices.get(field, ""))
        if before != after:
            changed[field] = [before, after]
            setattr(into, field, after)
    if "organisation_id" in changed:
        names = [into.company_name, source.company_name]
        changed["company_name"], into.company_name = names, names[1]
    for key in sorted(source.custom):
        wants_theirs = choices.get(f"custom.{key}") == SOURCE or key not in into.custom
        if wants_theirs and into.custom.get(key) != source.custom[key]:
            changed[f"custom.{key}"] = [into.custom.get(key), source.custom[key]]
            into.custom = {**into.custom, key: source.custom[key]}
    if changed:
        into.save(update_fields=[*FIELDS, "company_name", "custom"])
    return changed


def _chosen(field: str, source: Customer, into: Customer, choice: str) -> Any:  # noqa: ANN401  # of any field
    theirs, ours = getattr(source, field), getattr(into, field)
    if field == "about" and choice == BOTH:
        return "\n\n".join(filter(None, dict.fromkeys([ours, theirs])))[:_ABOUT_LONGEST]
    return theirs if choice == SOURCE or not ours else ours


def move_identities(source: Customer, into: Customer) -> dict[str, list[Any]]:
    """Move what the one who stays has not got, hand over marks; return what was `moved` and `exchanged`."""
    held = {(one.kind, one.value): one for one in into.identities.all()}
    moved, exchanged = [], []
    for one in source.identities.order_by("pk"):
        ours = held.get((one.kind, one.value))
        if ours is None:
            moved.append(one.pk)
        elif one.is_verified:
            hand_mark(one, ours)
            exchanged.append([ours.pk, one.pk])
    Identity.objects.filter(pk__in=moved).update(customer=into)
    return {"moved": moved, "exchanged": exchanged}


def hand_mark(giver: Identity, taker: Identity) -> None:
    """Let one of two rows of the same address be the verified one instead of the other."""
    Identity.objects.filter(pk=giver.pk).update(is_verified=False)
    Identity.objects.filter(pk=taker.pk).update(is_verified=True)
