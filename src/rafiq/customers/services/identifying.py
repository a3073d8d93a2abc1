"""Whoever a trustworthy page vouches for: the browser is bound to the customer it names."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.customers.events import CustomerIdentified
from rafiq.customers.models import Customer, Identity
from rafiq.customers.services.merging import merge
from rafiq.customers.services.people import Facts, add, claim, create, refresh_search_key
from rafiq.platform import log


class BelongsToAnother(Exception):
    """This browser is bound to a different known customer; it needs a fresh token before it may change hands."""


@transaction.atomic
def identify(*, visitor: str, facts: Facts, language: str, at: datetime, claims: Facts | None = None) -> Customer:
    """Bind a visitor to the customer whom verified facts name, merging what the visitor did before.

    The caller has checked that the facts are vouched for; `claims` are only said, and kept as unverified.
    Repeating it changes nothing.

    Raises:
        BelongsToAnother: if the visitor is already bound to a different known customer.
    """
    pairs = facts.identities()
    known = _first_known(pairs)
    current = _locked_by_identity(Identity.Kind.VISITOR, visitor)
    if current and current != known and not _is_anonymous(current):
        raise BelongsToAnother
    known = known or current or create(facts=facts, language=language, at=at)
    if current is None:
        add(known, [(Identity.Kind.VISITOR, visitor)], at=at)
    elif current.pk != known.pk:
        merge(source=current, into=known, at=at)
    added = add(known, pairs, at=at)
    if facts.name and not known.name:
        known.name = facts.name[:120]
        known.save(update_fields=["name"])
    claim(known, claims.identities() if claims else [], at=at)
    refresh_search_key(known)
    if added or current is None or current.pk != known.pk:
        kinds = [kind for kind, _ in pairs]
        log.append(CustomerIdentified(customer_id=known.pk, kinds=kinds, occurred_at=at, actor=f"customer-{known.pk}"))
    return known


def _first_known(pairs: list[tuple[str, str]]) -> Customer | None:
    for kind, value in pairs:
        if found := _locked_by_identity(kind, value):
            return found
    return None


def _locked_by_identity(kind: str, value: str) -> Customer | None:
    """Lock whom an address leads to; look again if somebody was merged while we waited."""
    held = Identity.objects.filter(kind=kind, value=value, is_verified=True)
    locked: Customer | None = None
    while (identity := held.first()) and (locked is None or identity.customer_id != locked.pk):
        locked = Customer.objects.select_for_update(no_key=True).get(pk=identity.customer_id)
    return locked if identity else None


def _is_anonymous(customer: Customer) -> bool:
    return not customer.identities.filter(is_verified=True).exclude(kind=Identity.Kind.VISITOR).exists()
