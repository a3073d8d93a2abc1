"""Changes to customers: one function an intention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.customers.events import CustomerChanged, CustomerCreated
from rafiq.customers.models import Customer, Identity
from rafiq.customers.services import companies
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
    add(customer, facts.identities(), at=at)
    refresh_search_key(customer)
    log.append(CustomerCreated(customer_id=customer.pk, occurred_at=at, actor=actor))
    return customer


@transaction.atomic
def change(  # noqa: PLR0913  # the fields of one form
    customer: Customer,
    *,
    name: str,
    company_name: str,
    city: str,
    about: str,
    actor: str,
    at: datetime,
    **more: Any,  # noqa: ANN401  # whatever these fields hold
) -> None:
    """Correct what is known about a customer; `more` may name `language`, `preferred_kind` and `custom`.

    A company is known by its name, however written, and made if it is new.
    """
    wanted = {"name": name, "city": city, "about": about, **more}
    if text.fold(company_name) != text.fold(customer.company_name):
        organisation = companies.find_or_make(company_name, at=at) if company_name else None
        wanted |= {"organisation_id": organisation and organisation.pk}
        wanted |= {"company_name": organisation.name if organisation else ""}
    changed = [field for field, value in wanted.items() if getattr(customer, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(customer, field, wanted[field])
    customer.save(update_fields=changed)
    refresh_search_key(customer)
    told = [field for field in changed if field != "organisation_id"]
    log.append(CustomerChanged(customer_id=customer.pk, fields=told, occurred_at=at, actor=actor))


def refresh_search_key(customer: Customer) -> None:
    """Write anew what searches look at (folded name, company, city, readable identities), and what shows for a name."""
    readable = list(customer.identities.exclude(kind=Identity.Kind.VISITOR).order_by("pk"))
    shown = (words for one in readable if (words := shown_address(one.kind, one.value, one.label)))
    customer.known_by = next(shown, "")
    addresses = [words for one in readable for words in (_read_as(one), one.label)]
    customer.search_key = search_key(customer.name, customer.company_name, customer.city, *addresses)[:4000]
    customer.save(update_fields=["search_key", "known_by"])


def shown_address(kind: str, value: str, label: str = "") -> str:
    """Return what people read of an address: not the numbers that messengers give them."""
    return label or (value if kind in {Identity.Kind.EMAIL, Identity.Kind.PHONE, Identity.Kind.MASTODON} else "")


def search_key(*parts: str) -> str:
    """Fold what a customer may be looked for by."""
    return text.fold(" ".join(part for part in parts if part))


def claim(customer: Customer, pairs: list[tuple[str, str]], *, at: datetime) -> None:
    """Keep addresses a customer only says to have; they lead to nobody."""
    for kind, value in pairs:
        Identity.objects.get_or_create(customer=customer, kind=kind, value=value, defaults={"added_at": at})


@transaction.atomic
def note_claims(customer: Customer, pairs: list[tuple[str, str]], *, at: datetime) -> None:
    """Keep addresses (kind, value in normal form) that a customer told us: unverified, found by a search."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    claim(customer, pairs, at=at)
    refresh_search_key(customer)
    log.append(
        CustomerChanged(customer_id=customer.pk, fields=["identities"], occurred_at=at, actor=f"customer-{customer.pk}")
    )


def add(customer: Customer, pairs: list[tuple[str, str]], *, at: datetime) -> int:
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


def _read_as(identity: Identity) -> str:
    """What people may look for: not the numbers messengers give people, where there is a name for them."""
    return identity.value if identity.kind in {"EMAIL", "PHONE", "EXTERNAL"} or not identity.label else ""
