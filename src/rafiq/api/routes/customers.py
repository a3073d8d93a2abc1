"""Customers: found by what is known of them, made, changed."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from rafiq.api import paging, schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.idempotency import once
from rafiq.api.problems import Problem, missing
from rafiq.api.routes import shapes
from rafiq.api.scopes import Scope
from rafiq.customers import queries, services
from rafiq.customers.models import Customer, Identity
from rafiq.inbox import queries as inbox
from rafiq.platform import text

router = Router(tags=["customers"])
CONVERSATIONS_READ = needs(Scope.CONVERSATIONS_READ)
CUSTOMERS_READ = needs(Scope.CUSTOMERS_READ)
CUSTOMERS_WRITE = needs(Scope.CUSTOMERS_WRITE)
IDENTIFIED = ("email", "phone", "external_id")


@router.get("", response=schemas.CustomerPage, summary="List or find customers", auth=CUSTOMERS_READ)
def find_customers(  # noqa: PLR0913, PLR0917  # one parameter a filter
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Words of name, company or address.")] = "",
    email: Annotated[str, Query(max_length=254)] = "",
    phone: Annotated[str, Query(max_length=40)] = "",
    external_id: Annotated[str, Query(max_length=254)] = "",
    after: paging.After = "",
    limit: paging.Limit = 50,
) -> dict[str, Any]:
    """List customers, newest first; with an address, the one it leads to (verified ones only)."""
    if email or phone or external_id:
        pairs = _facts("", email, phone, external_id).identities()
        found = {row.id: row for kind, value in pairs if (row := _one(kind, value))}
        return {"items": [shapes.customer(row) for row in found.values()], "next": None}
    if q:
        return {"items": [shapes.customer(row) for row in queries.search(text.clean(q), limit=limit)], "next": None}
    place = paging.decode(after, int)
    rows = queries.newest(before=place[0] if place else None, limit=limit + 1)
    return paging.page(rows, limit=limit, place=lambda row: paging.encode(row.id), show=shapes.customer)


@router.post("", response={201: schemas.CustomerOut}, summary="Make a customer", auth=CUSTOMERS_WRITE)
@once
def make_customer(request: HttpRequest, payload: schemas.CustomerIn) -> Status[dict[str, Any]]:
    """Make a customer with verified addresses; 409 if one of them leads to somebody already."""
    facts = _facts(payload.name, payload.email, payload.phone, payload.external_id)
    known = dict(facts.identities())
    for field, kind in zip(IDENTIFIED, (Identity.Kind.EMAIL, Identity.Kind.PHONE, Identity.Kind.EXTERNAL), strict=True):
        if getattr(payload, field) and kind not in known:
            raise Problem(422, "invalid", _("This is not a complete address of its kind."), field=field)
    with transaction.atomic():
        made = services.create(facts=facts, language=payload.language, at=timezone.now(), actor=agent_of(request).actor)
        if made.identities.filter(is_verified=True).count() < len(known):
            raise Problem(409, "address_taken", _("One of these addresses leads to another customer already."))
    return Status(201, shapes.customer(_row(made.pk)))


@router.get("/{customer_id}", response=schemas.CustomerOut, summary="Read a customer", auth=CUSTOMERS_READ)
def read_customer(request: HttpRequest, customer_id: schemas.Id) -> dict[str, Any]:
    """Read one customer; one who was merged into another is answered by the one who stays."""
    return shapes.customer(_row(customer_id))


@router.patch("/{customer_id}", response=schemas.CustomerOut, summary="Change a customer", auth=CUSTOMERS_WRITE)
def change_customer(request: HttpRequest, customer_id: schemas.Id, payload: schemas.CustomerChange) -> dict[str, Any]:
    """Correct what is known; what is left out stays."""
    customer = queries.living().filter(pk=customer_id).first()
    if customer is None:
        raise missing()
    known = {name: getattr(customer, name) for name in ("name", "company_name", "city", "about")}
    given = {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}
    services.change(customer, **(known | given), actor=agent_of(request).actor, at=timezone.now())
    return shapes.customer(_row(customer_id))


@router.get(
    "/{customer_id}/conversations",
    response=list[schemas.ConversationOut],
    summary="Conversations of one",
    auth=CONVERSATIONS_READ,
)
def customer_conversations(
    request: HttpRequest, customer_id: schemas.Id, limit: paging.Limit = 50
) -> list[dict[str, Any]]:
    """List everything said with one customer, the latest first."""
    rows = inbox.conversations_of(agent_of(request), customer_id=customer_id, limit=limit)
    return [shapes.conversation(row) for row in rows]


def _facts(name: str, email: str, phone: str, external_id: str) -> services.Facts:
    return services.Facts(name=name, email=email, phone=phone, external_id=text.clean(external_id))


def _one(kind: str, value: str) -> queries.CustomerRow | None:
    found = queries.by_identity(kind, value)
    return _row(found.pk) if found else None


def _row(customer_id: int) -> queries.CustomerRow:
    """Read a customer as lists show one.

    Raises:
        Problem: if there is none.
    """
    customer = Customer.objects.filter(pk=customer_id).first()
    for _step in range(20):  # merged into one who was merged in turn
        if customer is None or customer.merged_into_id is None:
            break
        customer = Customer.objects.filter(pk=customer.merged_into_id).first()
    if customer is None:
        raise missing()
    return queries.CustomerRow(
        customer.pk, customer.name, customer.company_name, customer.city, customer.language, customer.created_at,
        tuple(queries.identities(customer)),
    )  # fmt: skip
