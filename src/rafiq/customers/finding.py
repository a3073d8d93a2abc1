"""What the pages of this room show: lists with filters, pairs to look at, merges that can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from rafiq.accounts.models import Agent
from rafiq.customers import queries, segmenting
from rafiq.customers.models import Customer, Identity, LikelyPair, Merge, Note, Organisation, Segment, by_name
from rafiq.customers.segmenting import BadCondition, Condition, Filterable

SORTS = ("newest", "oldest", "name")
_EXPORTED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which customers, in which order; empty means all."""

    words: str = ""
    segment: Segment | None = None
    organisation_id: int | None = None
    language: str = ""
    reach: str = ""
    sort: str = "newest"


def found(wanted: Wanted, *, known: dict[str, Filterable], at: datetime) -> QuerySet[Customer]:
    """Select customers; a segment that means nothing any more has nobody in it."""
    customers = in_segment(wanted.segment, known=known, at=at) if wanted.segment else queries.living()
    for part in queries.parts_of(wanted.words):
        customers = customers.filter(part)
    if wanted.organisation_id:
        customers = customers.filter(organisation=wanted.organisation_id)
    if wanted.language:
        customers = customers.filter(language=wanted.language)
    if wanted.reach:
        reached = Identity.objects.filter(kind=wanted.reach).values("customer")
        customers = customers.filter(pk__in=reached)
    return customers


def in_segment(segment: Segment, *, known: dict[str, Filterable], at: datetime) -> QuerySet[Customer]:
    """Select who is in a segment."""
    try:
        return segmenting.matching(conditions_of(segment), is_any=segment.is_any, known=known, at=at)
    except BadCondition:
        return Customer.objects.none()


def conditions_of(segment: Segment) -> list[Condition]:
    """Read the conditions of a segment."""
    return [Condition(one["field"], one["operator"], one["value"]) for one in segment.conditions]


def page(
    customers: QuerySet[Customer], *, sort: str, after: int | None = None, limit: int = 50
) -> list[queries.CustomerRow]:
    """List one page of customers in an order; `after` is the id of the last one shown."""
    last = Customer.objects.filter(pk=after).annotate(called=by_name()).first() if after is not None else None
    if sort == "name":
        customers = customers.annotate(called=by_name()).order_by("called", "pk")
        if last:
            customers = customers.filter(Q(called__gt=last.called) | Q(called=last.called, pk__gt=last.pk))
    elif sort == "oldest":
        customers = customers.order_by("created_at", "pk")
        if last:
            customers = customers.filter(created_at__gte=last.created_at)
            customers = customers.exclude(created_at=last.created_at, pk__lte=last.pk)
    else:
        customers = customers.order_by("-created_at", "-pk")
        if last:
            customers = customers.filter(created_at__lte=last.created_at)
            customers = customers.exclude(created_at=last.created_at, pk__gte=last.pk)
    return queries.rows(customers[:limit])


def everybody(customers: QuerySet[Customer]) -> Iterator[tuple[Customer, list[Identity]]]:
    """Go through customers with their readable addresses, a few hundred at a time, in the order of their ids."""
    last = 0
    while some := list(customers.filter(pk__gt=last).order_by("pk")[:_EXPORTED_AT_ONCE]):
        addresses: dict[int, list[Identity]] = {}
        theirs = Identity.objects.filter(customer__in=some).exclude(kind=Identity.Kind.VISITOR).order_by("pk")
        for one in theirs:
            addresses.setdefault(one.customer_id, []).append(one)
        yield from ((customer, addresses.get(customer.pk, [])) for customer in some)
        last = some[-1].pk


def segments_for(agent: Agent) -> QuerySet[Segment]:
    """Select the segments an agent sees: their own and those that are shared."""
    return Segment.objects.filter(Q(owner=agent) | Q(is_shared=True)).order_by("name", "pk")


def segments_changed_by(agent: Agent) -> QuerySet[Segment]:
    """Select the segments an agent may change: their own; supervisors also what is shared."""
    mine = Q(owner=agent)
    return Segment.objects.filter(mine | Q(is_shared=True) if agent.is_supervisor else mine)


def open_pairs() -> QuerySet[LikelyPair]:
    """Select the pairs somebody should look at, the likeliest first."""
    both_alive = Q(low__merged_into=None, high__merged_into=None, state=LikelyPair.State.OPEN)
    return LikelyPair.objects.filter(both_alive).select_related("low", "high").order_by("-score", "pk")


def pairs_of(customer: Customer) -> list[LikelyPair]:
    """List the open pairs one customer is in."""
    return list(open_pairs().filter(Q(low=customer) | Q(high=customer))[:5])


def merges_into(customer: Customer) -> list[Merge]:
    """List the merges that made a customer, those of merged ones too, the newest first."""
    found: list[Merge] = []
    ids = {customer.pk}
    while ids:
        merges = list(Merge.objects.filter(into__in=ids, undone_at=None).select_related("source"))
        found += merges
        ids = {merge.source_id for merge in merges} - {merge.into_id for merge in found}
    return sorted(found, key=lambda merge: -merge.pk)


def notes_of(customer: Customer) -> QuerySet[Note]:
    """Select a customer's notes, pinned ones first."""
    return Note.objects.filter(customer=customer).select_related("author").order_by("-is_pinned", "-written_at", "-pk")


def organisations(words: str) -> QuerySet[Organisation]:
    """Select companies whose name or domain holds every word, with the number of their people."""
    found = Organisation.objects.annotate(people_count=Count("people", filter=Q(people__merged_into=None)))
    for part in queries.folded(words):
        found = found.filter(Q(key__contains=part) | Q(domain__contains=part))
    return found.order_by("key", "pk")


def suggested_organisation(customer: Customer, domains: list[str]) -> Organisation | None:
    """Find the company whose mail domain a customer without one writes from."""
    if customer.organisation_id or not domains:
        return None
    return Organisation.objects.filter(domain__in=domains).first()
