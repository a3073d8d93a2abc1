"""A merge is taken back, in whatever order merges were made.

The customers that are one by now form a tree; its root is the living one. To undo the merge of S into T, all merges of
the tree are unwound for a moment, the youngest first, until every identity lies where it lay before; then all but this
one are made again. So what remains is what would be there had S never been merged. Notes go home at once; subscribers
send home what they moved. A field goes back where it still has the value the merge gave it; if a later merge changed
it, that merge will go back to the older value. What a person corrected since stays corrected.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers.events import CustomerSplit
from rafiq.customers.models import Customer, Identity, LikelyPair, Merge, Note, Organisation
from rafiq.customers.services.merging import NOTES, forget_moves, hand_mark, lock, move_identities, moved_things
from rafiq.customers.services.people import refresh_search_key
from rafiq.platform import log


class AlreadyUndone(Exception):
    """Somebody took this merge back before."""


class AddressIsAnothers(Exception):
    """An address that must go home leads to a third customer by now; `customer_id` says to whom."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(customer_id)
        self.customer_id = customer_id


class _Tree:
    """All that became one with a customer: the living root, everybody in it, and the merges in force."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.root_id = _root_of(merge.into_id)
        self.members = _members(self.root_id)
        self.others = list(
            Merge.objects.select_for_update(no_key=True)
            .filter(undone_at=None, source__in=self.members)
            .exclude(pk=merge.pk)
            .order_by("pk")
        )

    def save(self) -> None:
        for other in self.others:
            other.save(update_fields=["record"])


@transaction.atomic
def undo_merge(merge: Merge, *, at: datetime, by: Agent | None = None) -> Customer:
    """Make two of one again and return the customer who is back.

    Raises:
        AlreadyUndone: if it was undone before.
        AddressIsAnothers: if one of their addresses leads to a third person now; nothing is changed then.
    """
    _lock_tree(merge)
    merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise AlreadyUndone
    tree = _Tree(merge)
    gone_home = _send_identities_home(tree)
    _restore_fields(tree)
    _send_notes_home(tree)
    tree.save()
    source = Customer.objects.get(pk=merge.source_id)
    source.merged_into = None
    source.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = at, by.actor if by else "system"
    merge.save(update_fields=["undone_at", "undone_by"])
    _refresh_search_keys(tree)
    _remember_they_are_two(merge, by=by, at=at)
    log.append(
        CustomerSplit(
            customer_id=tree.root_id, source_id=source.pk, merge_id=merge.pk, identity_ids=gone_home, occurred_at=at,
            actor=merge.undone_by,
        )
    )  # fmt: skip
    return source


def _refresh_search_keys(tree: _Tree) -> None:
    """The source's own key is as it was, unless somebody who was merged into them left meanwhile."""
    source_id = tree.merge.source_id
    is_stale = Merge.objects.filter(into=source_id).exists()
    for pk in {tree.merge.into_id, tree.root_id, *([source_id] if is_stale else [])}:
        refresh_search_key(Customer.objects.get(pk=pk))


def _lock_tree(merge: Merge) -> None:
    """Lock everybody who became one; again if somebody was merged while we waited."""
    locked: set[int] = set()
    while not (wanted := _members(_root_of(merge.into_id)) | {merge.source_id}) <= locked:
        lock(wanted)
        locked |= wanted


def _root_of(customer_id: int) -> int:
    above = Customer.objects.filter(pk=customer_id).values_list("merged_into", flat=True).first()
    return customer_id if above is None else _root_of(above)


def _members(root_id: int) -> set[int]:
    members, newest = {root_id}, {root_id}
    while newest:
        newest = set(Customer.objects.filter(merged_into__in=newest).values_list("pk", flat=True)) - members
        members |= newest
    return members


def _send_identities_home(tree: _Tree) -> list[int]:
    """Unwind all merges of the tree, make all but one again; return the ids of what is the source's own."""
    for made in sorted([*tree.others, tree.merge], key=lambda made: -made.pk):
        _unwind(made, tree)
    own = list(Identity.objects.filter(customer=tree.merge.source_id).values_list("pk", flat=True))
    for other in tree.others:
        source, into = Customer.objects.get(pk=other.source_id), Customer.objects.get(pk=other.into_id)
        other.record |= move_identities(source, into)
    mine = set(Identity.objects.filter(customer=tree.merge.source_id).values_list("pk", flat=True))
    return sorted(mine.union(own))


def _unwind(made: Merge, tree: _Tree) -> None:
    """Put the identities of one merge back; all younger merges have been unwound."""
    for _, giver_id in made.record["exchanged"]:
        if giver := Identity.objects.filter(pk=giver_id).first():
            _take_mark_back(giver, tree, is_asked=made == tree.merge)
    Identity.objects.filter(pk__in=made.record["moved"], customer=made.into_id).update(customer=made.source_id)


def _take_mark_back(giver: Identity, tree: _Tree, *, is_asked: bool) -> None:
    holder = Identity.objects.filter(kind=giver.kind, value=giver.value, is_verified=True).first()
    if holder is None:
        Identity.objects.filter(pk=giver.pk).update(is_verified=True)
    elif holder.customer_id in tree.members:
        hand_mark(holder, giver)
    elif is_asked:
        raise AddressIsAnothers(holder.customer_id)


def _restore_fields(tree: _Tree) -> None:
    into = Customer.objects.get(pk=tree.merge.into_id)
    later = [other.record["changed"] for other in tree.others if other.into_id == into.pk and other.pk > tree.merge.pk]
    for field, (before, after) in tree.merge.record["changed"].items():
        changed_next = next((changed[field] for changed in later if field in changed), None)
        if changed_next is None and _value(into, field) == after:
            _put(into, field, before)
        elif changed_next is not None and changed_next[0] == after:
            changed_next[0] = before
    if into.organisation_id and not Organisation.objects.filter(pk=into.organisation_id).exists():
        into.organisation_id, into.company_name = None, ""
    into.save()


def _value(customer: Customer, field: str) -> object:
    part, _, key = field.partition(".")
    return customer.custom.get(key) if key else getattr(customer, part)


def _put(customer: Customer, field: str, value: object) -> None:
    part, _, key = field.partition(".")
    if not key:
        setattr(customer, part, value)
    elif value is None:
        customer.custom.pop(key, None)
    else:
        customer.custom[key] = value


def _send_notes_home(tree: _Tree) -> None:
    ids = moved_things(tree.merge.pk, NOTES)
    Note.objects.filter(pk__in=ids, customer=tree.root_id).update(customer=tree.merge.source_id)
    forget_moves(NOTES, ids, keep=tree.merge.pk)


def _remember_they_are_two(merge: Merge, *, by: Agent | None, at: datetime) -> None:
    """Whoever parts two people has looked at them: they are not suggested again for the same reasons."""
    low, high = sorted([merge.source_id, merge.into_id])
    LikelyPair.objects.filter(low=low, high=high).update(state="DISMISSED", decided_at=at, decided_by=by)
