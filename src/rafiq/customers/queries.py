"""Reads about customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from rafiq.customers.events import (
    CustomerChanged,
    CustomerCreated,
    CustomerIdentified,
    CustomerMerged,
    CustomerNoted,
    CustomerSplit,
)
from rafiq.customers.models import Customer, Identity, Merge
from rafiq.platform import text
from rafiq.platform.log.models import Entry

_TOLD = (CustomerCreated, CustomerChanged, CustomerIdentified, CustomerMerged, CustomerSplit, CustomerNoted)


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One address of a customer that a person may read."""

    kind: str
    value: str
    is_verified: bool
    label: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a customer, from the log."""

    kind: str
    payload: dict[str, Any]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of a list of customers."""

    id: int
    name: str
    company_name: str
    city: str
    language: str
    created_at: datetime
    identities: tuple[IdentityRow, ...]

    @property
    def shown_name(self) -> str:
        """The name, or the first address a person may read while there is none."""
        return self.name or next((one.label or one.value for one in self.identities if one.kind != "EXTERNAL"), "")


def living() -> QuerySet[Customer]:
    """Start from the customers who were not merged into others."""
    return Customer.objects.filter(merged_into=None)


def newest(*, before: int | None = None, limit: int = 50) -> list[CustomerRow]:
    """List customers, newest first; `before` is the id of the last one shown."""
    page = living().order_by("-created_at", "-pk")
    if before is not None and (last := Customer.objects.filter(pk=before).first()):
        page = page.filter(created_at__lte=last.created_at).exclude(created_at=last.created_at, pk__gte=last.pk)
    return rows(page[:limit])


def search(words: str, *, limit: int = 20, language: str = "") -> list[CustomerRow]:
    """List customers whose name, company or identities hold every folded word, the newest first."""
    parts = parts_of(words)
    found = living().filter(language=language) if language else living()
    return rows(found.filter(*parts).order_by("-pk")[:limit]) if parts else []


def folded(words: str) -> list[str]:
    """Return the words of a search in the form in which they are looked for."""
    return [part for part in text.fold(words).split() if part]


def parts_of(words: str) -> list[Q]:
    """Return what a search asks for: every folded word, anywhere."""
    return [_holds(part) for part in folded(words)]


def _holds(part: str) -> Q:
    """Find it anywhere; one or two letters only where a word begins, since the index knows none so short inside one."""
    if len(part) > 2:
        return Q(search_key__contains=part)
    return Q(search_key__startswith=part) | Q(search_key__contains=f" {part}")


def identities(customer: Customer) -> list[IdentityRow]:
    """List the addresses a person may read (a browser's digest is not one), verified first."""
    shown = [one for one in customer.identities.all() if one.kind != Identity.Kind.VISITOR]
    shown.sort(key=lambda one: (not one.is_verified, one.kind, one.value))
    return [IdentityRow(one.kind, one.value, one.is_verified, one.label, one.pk) for one in shown]


def identities_json(customer: Any) -> QuerySet[Any, Any]:  # noqa: ANN401  # an id or an outer reference
    """Select the readable addresses of a customer as JSON, verified first, for use inside other statements."""
    shown = Identity.objects.filter(customer=customer).exclude(kind=Identity.Kind.VISITOR)
    ordered = shown.order_by("-is_verified", "kind", "value")
    return ordered.values(
        json=JSONObject(kind="kind", value="value", is_verified="is_verified", label="label", id="pk")
    )


def facts(customer: Customer, *, limit: int = 50) -> list[Fact]:
    """List what happened to a customer as a person (not in conversations), newest first."""
    kinds = [event.name for event in _TOLD]
    found = Entry.objects.filter(customer_id=customer.pk, kind__in=kinds).order_by("-id")
    return [Fact(*row) for row in found.values_list("kind", "payload", "occurred_at")[:limit]]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One merge in force: `source_id` became `customer_id`."""

    id: int
    source_id: int
    customer_id: int


def merges_since(moment: datetime) -> list[MergeRow]:
    """List the merges in force that were made since a moment, the oldest first."""
    found = Merge.objects.filter(merged_at__gte=moment, undone_at=None).order_by("pk")
    return [MergeRow(*row) for row in found.values_list("pk", "source", "into")]


def by_identity(kind: str, value: str) -> Customer | None:
    """Find the customer a verified identity leads to."""
    return living().filter(identities__kind=kind, identities__value=value, identities__is_verified=True).first()


def rows(found: QuerySet[Customer]) -> list[CustomerRow]:
    """Freeze customers and their addresses into rows, with one statement."""
    columns = ("pk", "name", "company_name", "city", "language", "created_at", "addresses")
    plain = found.annotate(addresses=ArraySubquery(identities_json(OuterRef("pk")))).values_list(*columns)
    return [CustomerRow(*[*row[:6], tuple(IdentityRow(**one) for one in row[6])]) for row in plain]
