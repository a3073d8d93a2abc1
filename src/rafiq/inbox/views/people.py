"""Everything said with one person, on their own page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import queries as customers
from rafiq.customers.models import Customer
from rafiq.customers.presentation import known_as
from rafiq.inbox import queries, registry
from rafiq.inbox.presentation import facts, person
from rafiq.inbox.queries.people import PAGE
from rafiq.platform.ui.paging import natural


class Timeline(ForAgents):
    """A page of it: the newest, those `before` a message, or all `since` one; of one `channel` or of all."""

    def get(self, request: AgentRequest, customer_pk: int) -> HttpResponse:
        customer = customers.living().filter(pk=customer_pk).first()
        if customer is None:
            raise Http404
        channel_id, before = natural(request.GET.get("channel")), natural(request.GET.get("before"))
        asked = {"channel_id": channel_id, "before": before, "since": natural(request.GET.get("since"))}
        said = queries.said_with(request.user, customer_id=customer.pk, **asked)
        context = {
            "customer": customer,
            "entries": person.entries(said, _telling(request, customer, said), at=timezone.now()),
            "channel_id": channel_id,
            "last_id": said[-1].row.id if said else 0,
            "more": len(said) >= PAGE,
        }
        if before:
            return render(request, "inbox/_person_more.html", context)
        context["channels"] = queries.channels_with(request.user, customer_id=customer.pk)
        return render(request, "inbox/_person.html", context)


def _telling(request: AgentRequest, customer: Customer, said: list[queries.Said]) -> facts.Telling:
    known = {one.value.casefold() for one in customers.identities(customer)}
    views = registry.message_views((one.row.id, one.row.channel_kind) for one in said if one.row.kind != "NOTE")
    name = known_as(customer.shown_name, customer.pk)
    return facts.Telling(queries.names(), name, request.user, None, known=known, views=views)
