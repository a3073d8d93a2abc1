"""Reads about customers."""

from __future__ import annotations

from django.db.models import QuerySet

from rafiq.customers.models import Customer, Identity
from rafiq.platform import text


def living() -> QuerySet[Customer]:
    """Start from the customers who were not merged into others."""
    return Customer.objects.filter(merged_into=None)


def newest(*, before: int | None = None, limit: int = 50) -> list[Customer]:
    """List customers, newest first, with their identities; `before` is the id of the last one shown."""
    page = living().order_by("-created_at", "-pk").prefetch_related("identities")
    if before is not None and (last := Customer.objects.filter(pk=before).first()):
        page = page.filter(created_at__lte=last.created_at).exclude(created_at=last.created_at, pk__gte=last.pk)
    return list(page[:limit])


def search(words: str, *, limit: int = 20) -> list[Customer]:
    """List customers whose name, company or identities contain every folded word, the newest first."""
    found = living()
    parts = [part for part in text.fold(words).split() if part]
    if not parts:
        return []
    for part in parts:
        found = found.filter(search_key__contains=part)
    return list(found.order_by("-pk").prefetch_related("identities")[:limit])


def identities(customer: Customer) -> list[Identity]:
    """List the addresses a person may read (a browser's digest is not one), verified first."""
    shown = [one for one in customer.identities.all() if one.kind != Identity.Kind.VISITOR]
    return sorted(shown, key=lambda one: (not one.is_verified, one.kind, one.value))


def by_identity(kind: str, value: str) -> Customer | None:
    """Find the customer a verified identity leads to."""
    return living().filter(identities__kind=kind, identities__value=value, identities__is_verified=True).first()
