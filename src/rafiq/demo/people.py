"""Writes the demo's customers."""

from __future__ import annotations

import hashlib

from rafiq.customers import services as customers
from rafiq.customers.events import CustomerCreated
from rafiq.customers.models import Customer, Identity
from rafiq.demo import around
from rafiq.demo.world.records import World, WorldCustomer
from rafiq.platform.events import Event


def write_customers(made: World) -> tuple[dict[str, Customer], list[Event]]:
    """Store all customers and their identities; return them by key, and the facts for the log."""
    people = [_customer(one) for one in made.customers]
    around.join_companies(people, at=min(one.created_at for one in people))
    rows = Customer.objects.bulk_create(people)
    by_key = {one.key: row for one, row in zip(made.customers, rows, strict=True)}
    Identity.objects.bulk_create(
        Identity(customer=by_key[one.key], kind=kind, value=value, is_verified=True, added_at=one.created_at)
        for one in made.customers
        for kind, value in _identities(one)
    )
    facts: list[Event] = [
        CustomerCreated(customer_id=row.pk, occurred_at=row.created_at, actor=f"customer-{row.pk}") for row in rows
    ]
    return by_key, facts


def visitor_of(key: str) -> str:
    """Return the thread of a demo customer's browser; nobody holds its token."""
    return hashlib.sha256(f"demo {key}".encode()).hexdigest()[:40]


def _customer(one: WorldCustomer) -> Customer:
    readable = [one.email or "", one.phone or ""]
    return Customer(
        name=one.name,
        language=one.language,
        company_name=one.company or "",
        city=one.city,
        created_at=one.created_at,
        search_key=customers.search_key(one.name, one.company or "", one.city, *readable),
    )


def _identities(one: WorldCustomer) -> list[tuple[str, str]]:
    pairs = [("VISITOR", visitor_of(one.key)), ("EMAIL", one.email), ("PHONE", one.phone)]
    return [(kind, value) for kind, value in pairs if value]
