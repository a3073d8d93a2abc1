"""Changes to customers: one function an intention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rafiq.customers.events import CustomerChanged, CustomerCreated, CustomerIdentified, CustomerMerged
from rafiq.customers.models import Customer, Identity
from rafiq.platform import log, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What somebody trustworthy says about a customer; empty means unknown."""

    name: str = ""
    email: str = ""
    phone: str = ""
    external_id: str = ""

    def identities(self) -> list[tuple[str, str]]:
        """List the identities in normal form, the strongest first."""
        email, phone = text.normal_email(self.email), text.normal_phone(self.phone)
        pairs = [
            (Identity.Kind.EXTERNAL, self.external_id.strip()[:254]),
            (Identity.Kind.EMAIL, email),
            (Identity.Kind.PHONE, phone),
        ]
        return [(str(kind), value) for kind, value in pairs if value]


@transaction.atomic
def create(*, facts: Facts, language: str, at: datetime, actor: str = "system") -> Customer:
    """Make a customer with verified identities.

    Raises:
        django.db.IntegrityError: if an identity leads to somebody already.
    """
    customer = Customer.objects.create(name=facts.name[:120], language=language, created_at=at)
    _add(customer, facts.identities(), at=at)
    refresh_search_key(customer)
    log.append(CustomerCreated(customer_id=customer.pk, occurred_at=at, actor=actor))
    return customer


@transaction.atomic
def change(  # noqa: PLR0913  # the fields of one form
    customer: Customer, *, name: str, company_name: str, city: str, about: str, actor: str, at: datetime
) -> None:
    """Correct what is known about a customer."""
    wanted = {"name": name, "company_name": company_name, "city": city, "about": about}
    changed = [field for field, value in wanted.items() if getattr(customer, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(customer, field, wanted[field])
    customer.save(update_fields=changed)
    refresh_search_key(customer)
    log.append(CustomerChanged(customer_id=customer.pk, fields=changed, occurred_at=at, actor=actor))


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
        _add(known, [(Identity.Kind.VISITOR, visitor)], at=at)
    elif current.pk != known.pk:
        merge(source=current, into=known, at=at)
    added = _add(known, pairs, at=at)
    if facts.name and not known.name:
        known.name = facts.name[:120]
        known.save(update_fields=["name"])
    _claim(known, claims.identities() if claims else [], at=at)
    refresh_search_key(known)
    if added or current is None or current.pk != known.pk:
        kinds = [kind for kind, _ in pairs]
        log.append(CustomerIdentified(customer_id=known.pk, kinds=kinds, occurred_at=at, actor=f"customer-{known.pk}"))
    return known


@transaction.atomic
def merge(*, source: Customer, into: Customer, at: datetime, actor: str = "system") -> None:
    """Make two customers one: identities move at once, conversations follow through the log."""
    low, high = sorted([source.pk, into.pk])
    list(Customer.objects.select_for_update(no_key=True).filter(pk__in=[low, high]).order_by("pk"))
    held = set(into.identities.values_list("kind", "value"))
    for identity in source.identities.all():
        if (identity.kind, identity.value) in held:
            identity.delete()
    source.identities.update(customer=into)
    source.merged_into = into
    source.save(update_fields=["merged_into"])
    if not into.name and source.name:
        into.name = source.name
        into.save(update_fields=["name"])
    refresh_search_key(into)
    log.append(CustomerMerged(customer_id=into.pk, source_id=source.pk, occurred_at=at, actor=actor))


def refresh_search_key(customer: Customer) -> None:
    """Write anew what searches look at: folded name, company, city and readable identities."""
    readable = customer.identities.exclude(kind=Identity.Kind.VISITOR).values_list("value", flat=True)
    customer.search_key = search_key(customer.name, customer.company_name, customer.city, *readable)
    customer.save(update_fields=["search_key"])


def search_key(*parts: str) -> str:
    """Fold what a customer may be looked for by."""
    return text.fold(" ".join(part for part in parts if part))


def _first_known(pairs: list[tuple[str, str]]) -> Customer | None:
    for kind, value in pairs:
        if found := _locked_by_identity(kind, value):
            return found
    return None


def _locked_by_identity(kind: str, value: str) -> Customer | None:
    identity = Identity.objects.filter(kind=kind, value=value, is_verified=True).first()
    return Customer.objects.select_for_update(no_key=True).get(pk=identity.customer_id) if identity else None


def _is_anonymous(customer: Customer) -> bool:
    return not customer.identities.filter(is_verified=True).exclude(kind=Identity.Kind.VISITOR).exists()


def _claim(customer: Customer, pairs: list[tuple[str, str]], *, at: datetime) -> None:
    for kind, value in pairs:
        Identity.objects.get_or_create(customer=customer, kind=kind, value=value, defaults={"added_at": at})


def _add(customer: Customer, pairs: list[tuple[str, str]], *, at: datetime) -> int:
    """Add verified identities that lead to nobody yet; confirm those the customer only claimed before."""
    added = 0
    for kind, value in pairs:
        if Identity.objects.filter(kind=kind, value=value, is_verified=True).exists():
            continue
        Identity.objects.update_or_create(
            customer=customer, kind=kind, value=value, defaults={"is_verified": True, "added_at": at}
        )
        added += 1
    return added
