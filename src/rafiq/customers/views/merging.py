"""Likely doubles, and the page where a person makes two customers one, or two again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import custom, finding, presentation, queries, registry, services
from rafiq.customers.models import Customer, CustomField, LikelyPair, Merge, Note
from rafiq.customers.views.common import natural
from rafiq.platform.ui import pages

PAGE = 20


class Duplicates(ForAgents):
    """The pairs somebody should look at, with the reasons."""

    def get(self, request: AgentRequest) -> HttpResponse:
        number = natural(request.GET.get("page", "")) or 1
        page = Paginator(finding.open_pairs(), PAGE).get_page(number)
        rows = [
            (pair, [(each, queries.identities(each)) for each in (pair.low, pair.high)]) for pair in page.object_list
        ]
        return render(request, "customers/duplicates.html", {"rows": rows, "page": page})


class Dismissal(ForAgents):
    """POST: these are two people."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        pair = get_object_or_404(LikelyPair, pk=pk)
        services.dismiss(pair, by=request.user, at=timezone.now())
        messages.success(request, _("They stay two people and are not suggested again."))
        return pages.go(request, reverse("people:duplicates"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of which two customers say different things."""

    key: str
    label: str
    ours: str
    theirs: str


class Merging(ForAgents):
    """GET: both sides, what will move, what stays of each field. POST: make them one."""

    def get(self, request: AgentRequest, pk: int, other_pk: int) -> HttpResponse:
        into, source = self._both(pk, other_pk)
        return render(request, "customers/merge.html", self._context(into, source))

    def post(self, request: AgentRequest, pk: int, other_pk: int) -> HttpResponse:
        into, source = self._both(pk, other_pk)
        picked = {choice.key: request.POST.get(choice.key, "") for choice in choices(into, source)}
        chosen = {key: said for key, said in picked.items() if said in {"source", "both"}}
        try:
            services.merge(source=source, into=into, at=timezone.now(), by=request.user, choices=chosen)
        except (services.AlreadyMerged, services.CannotMergeWithItself):
            context = self._context(into, source) | {"is_late": True}
            return render(request, "customers/merge.html", context, status=409)
        messages.success(request, _("They are one customer now. You can take this back on this page."))
        return pages.go(request, reverse("customers:customer", args=[into.pk]))

    def _both(self, pk: int, other_pk: int) -> tuple[Customer, Customer]:
        return get_object_or_404(queries.living(), pk=pk), get_object_or_404(queries.living(), pk=other_pk)

    def _context(self, into: Customer, source: Customer) -> dict[str, Any]:
        sides = [
            {
                "customer": one,
                "identities": queries.identities(one),
                "notes": Note.objects.filter(customer=one).count(),
                # The first card lists the conversations; further ones load themselves and stand only once on a page.
                "panels": [(panel.template, panel.read(self.request.user, one)) for panel in registry.panels()[:1]],
            }
            for one in (into, source)
        ]
        low, high = sorted([into.pk, source.pk])
        pair = LikelyPair.objects.filter(low=low, high=high).first()
        return {"into": into, "source": source, "sides": sides, "choices": choices(into, source), "pair": pair}


class Undoing(ForAgents):
    """POST: make two of one again."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, merge_pk: int) -> HttpResponse:
        customer = get_object_or_404(queries.living(), pk=pk)
        merge = get_object_or_404(Merge, pk=merge_pk, pk__in=[one.pk for one in finding.merges_into(customer)])
        try:
            back = services.undo_merge(merge, at=timezone.now(), by=request.user)
        except services.AlreadyUndone:
            messages.success(request, _("This was taken back before."))
        except services.AddressIsAnothers as refusal:
            known = Customer.objects.filter(pk=refusal.customer_id).first()
            name = presentation.known_as(known.name if known else "", refusal.customer_id)
            words = _("One of their addresses leads to %(name)s by now. Remove it there first, then take this back.")
            messages.error(request, words % {"name": name})
        else:
            name = presentation.known_as(back.name, back.pk)
            messages.success(request, _("%(name)s is a customer of their own again.") % {"name": name})
        return pages.go(request, reverse("customers:customer", args=[customer.pk]))


def choices(into: Customer, source: Customer) -> list[Choice]:
    """List the fields of which both say something, and not the same."""
    fields = [
        Choice("name", _("Name"), into.name, source.name),
        Choice("organisation_id", _("Company"), into.company_name, source.company_name),
        Choice("city", _("City"), into.city, source.city),
        Choice("language", _("Language"), *(str(presentation.language_name(one.language)) for one in (into, source))),
        Choice(
            "preferred_kind", _("Preferred channel"),
            *(str(presentation.preferred_name(one.preferred_kind)) if one.preferred_kind else ""
              for one in (into, source)),
        ),
        Choice("about", _("About"), into.about, source.about),
    ]  # fmt: skip
    own = [
        Choice(f"custom.{one.key}", one.label, custom.plain(into.custom.get(one.key)), custom.plain(theirs))
        for one in custom.of_subject(CustomField.Subject.CUSTOMER)
        if (theirs := source.custom.get(one.key)) is not None
    ]
    return [choice for choice in [*fields, *own] if choice.ours and choice.theirs and choice.ours != choice.theirs]
