"""Addresses an agent adds to a customer, confirms, or takes away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.customers.events import CustomerChanged
from rafiq.customers.models import Customer, Identity
from rafiq.customers.services.people import Facts, create, refresh_search_key
from rafiq.platform import db, log, text

# What a person can know and write; the numbers of messengers come only from their own channels.
WRITABLE = (Identity.Kind.EMAIL, Identity.Kind.PHONE, Identity.Kind.EXTERNAL, Identity.Kind.HANDLE)
_HANDLE_LONGEST = 120


class NotAnAddress(ValueError):
    """What was written is no address of this kind; `kind` says which was meant."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class LeadsToAnother(Exception):
    """The address leads to another customer already: perhaps the two are one."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(customer_id)
        self.customer_id = customer_id


def normal_value(kind: str, raw: str, *, country: str = "IR") -> str:
    """Return an address as it is kept: E.164, lower case, a handle without its @.

    Raises:
        NotAnAddress: if it is none of this kind.
    """
    match kind:
        case Identity.Kind.EMAIL:
            value = text.normal_email(raw)
        case Identity.Kind.PHONE:
            value = text.normal_phone(raw, country=country)
        case Identity.Kind.HANDLE:
            value = "".join(text.ascii_digits(raw).split()).lstrip("@").lower()[:_HANDLE_LONGEST]
        case _:
            value = " ".join(text.clean(raw).split())[:_HANDLE_LONGEST]
    if not value:
        raise NotAnAddress(kind)
    return value


@transaction.atomic
def add_identity(customer: Customer, *, kind: str, raw: str, by: Agent, at: datetime, country: str = "IR") -> Identity:
    """Give a customer an address that the agent knows to be theirs. Repeating it changes nothing.

    Raises:
        NotAnAddress: if it is none.
        LeadsToAnother: if it is another's.
    """
    value = normal_value(kind, raw, country=country)
    label = f"@{value}" if kind == Identity.Kind.HANDLE else ""
    _lock(customer)
    row, is_new = Identity.objects.get_or_create(
        customer=customer, kind=kind, value=value, defaults={"added_at": at, "label": label}
    )
    if is_new or not row.is_verified:
        _verify(row)
        _tell(customer, by=by, at=at)
    return row


@transaction.atomic
def note_new(*, facts: Facts, language: str, by: Agent, at: datetime) -> Customer:
    """Make a customer whose addresses an agent knows to be theirs.

    Raises:
        LeadsToAnother: if one of them is somebody's; nothing is made then.
    """
    try:
        with db.refused_as(_Taken, constraint="identity_verified_unique"):
            if holder := _holder_of_any(facts):
                raise LeadsToAnother(holder)
            return create(facts=facts, language=language, at=at, actor=by.actor)
    except _Taken as taken:  # somebody came between the look and the change
        raise LeadsToAnother(_holder_of_any(facts)) from taken


@transaction.atomic
def confirm_identity(identity: Identity, *, by: Agent, at: datetime) -> None:
    """Take a claimed address for the customer's own: from now on it leads to them.

    Raises:
        LeadsToAnother: if it is another's.
    """
    _lock(identity.customer)
    if not identity.is_verified:
        _verify(identity)
        _tell(identity.customer, by=by, at=at)


@transaction.atomic
def remove_identity(identity: Identity, *, by: Agent, at: datetime) -> None:
    """Take an address away; it leads to nobody then. What was said over it stays."""
    customer = identity.customer
    _lock(customer)
    if Identity.objects.filter(pk=identity.pk, customer=customer).delete()[0]:
        _tell(customer, by=by, at=at)


def holder_of(kind: str, value: str) -> int | None:
    """Return the customer an address leads to, if any."""
    return Identity.objects.filter(kind=kind, value=value, is_verified=True).values_list("customer", flat=True).first()


def _holder_of_any(facts: Facts) -> int:
    return next((found for kind, value in facts.identities() if (found := holder_of(kind, value))), 0)


def _verify(row: Identity) -> None:
    """Mark an address as checked; the constraint decides whether somebody else was first."""
    try:
        with db.refused_as(_Taken, constraint="identity_verified_unique"):
            row.is_verified = True
            row.save(update_fields=["is_verified"])
    except _Taken as taken:
        row.is_verified = False
        raise LeadsToAnother(holder_of(row.kind, row.value) or 0) from taken


class _Taken(Exception):
    """Somebody else has the mark."""


def _lock(customer: Customer) -> None:
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def _tell(customer: Customer, *, by: Agent, at: datetime) -> None:
    refresh_search_key(customer)
    log.append(CustomerChanged(customer_id=customer.pk, fields=["identities"], occurred_at=at, actor=by.actor))
