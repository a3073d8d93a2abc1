"""Customers: the list of them, the page of one, and corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import custom, exporting, finding, forms, presentation, queries, registry, services
from rafiq.customers.finding import Wanted
from rafiq.customers.models import Customer, CustomField
from rafiq.customers.services.companies import domain_of
from rafiq.customers.views.common import natural
from rafiq.platform import text
from rafiq.platform.ui import editing

PAGE = 50
FIELDS = ("name", "company_name", "city", "about")
MORE_FIELDS = ("language", "preferred_kind")
_COMPANIES_OFFERED = 200


def wanted_by(request: AgentRequest) -> Wanted:
    """Read from an address which customers are wanted; what means nothing is passed over."""
    said = request.GET
    segment_id = natural(said.get("segment", ""))
    return Wanted(
        words=text.clean(said.get("q", ""), limit=200),
        segment=finding.segments_for(request.user).filter(pk=segment_id).first() if segment_id else None,
        organisation_id=natural(said.get("company", "")),
        language=said.get("language", "") if said.get("language") in presentation.LANGUAGES else "",
        reach=said.get("reach", "") if said.get("reach") in presentation.KINDS else "",
        sort=said.get("sort", "") if said.get("sort") in finding.SORTS else "newest",
    )


class List(ForAgents):
    """All of them, newest first, or those that match."""

    def get(self, request: AgentRequest) -> HttpResponse:
        wanted, before_id = wanted_by(request), natural(request.GET.get("before", ""))
        found = finding.found(wanted, known=registry.filterables(request.user), at=timezone.now())
        rows = finding.page(found, sort=wanted.sort, after=before_id, limit=PAGE)
        more = rows[-1].id if len(rows) == PAGE else None
        context: dict[str, Any] = {"rows": rows, "wanted": wanted, "more": more, "is_more": before_id is not None}
        if request.headers.get("HX-Request") == "true":
            return render(request, "customers/_rows.html", context)
        context |= {
            "segments": finding.segments_for(request.user),
            "segments_changed": set(finding.segments_changed_by(request.user).values_list("pk", flat=True)),
            "languages": presentation.LANGUAGES,
            "kinds": {kind: words for kind, (_icon, words) in presentation.KINDS.items()},
            "likely": finding.open_pairs().count(),
        }
        return render(request, "customers/list.html", context)


class Export(ForAgents):
    """The same list as a file for a spreadsheet."""

    def get(self, request: AgentRequest) -> StreamingHttpResponse:
        found = finding.found(wanted_by(request), known=registry.filterables(request.user), at=timezone.now())
        lines = exporting.lines(finding.everybody(found), custom.of_subject(CustomField.Subject.CUSTOMER))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="customers.csv"'
        response["Cache-Control"] = "no-store"
        return response


class Page(ForAgents):
    """One customer: who they are, how to reach them, everything there ever was."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        customer = Customer.objects.filter(pk=pk).prefetch_related("identities").first()
        if customer is None:
            raise Http404
        if customer.merged_into_id:
            return redirect("customers:customer", customer.merged_into_id)
        return render(request, "customers/page.html", page_of(request, customer))


class History(ForAgents):
    """What happened to a customer, and who was made one with them; a part that its page fetches by itself."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        customer = get_object_or_404(queries.living(), pk=pk)
        context = {
            "customer": customer,
            "facts": presentation.facts(queries.facts(customer)),
            "merges": finding.merges_into(customer),
        }
        return render(request, "customers/_history.html", context)


def page_of(request: AgentRequest, customer: Customer) -> dict[str, Any]:
    """Return all that a customer's page shows."""
    addresses = queries.identities(customer)
    domains = [domain for one in addresses if one.kind == "EMAIL" and (domain := domain_of(one.value))]
    return {
        "customer": customer,
        "identities": addresses,
        "is_page": True,
        "custom": [(one, customer.custom.get(one.key)) for one in custom.of_subject("CUSTOMER")],
        "panels": [(panel.template, panel.read(request.user, customer)) for panel in registry.panels()],
        "notes": finding.notes_of(customer)[:50],
        "note_form": forms.WriteNote(),
        "address_form": forms.AddIdentity(),
        "pairs": [(pair, pair.high if pair.low_id == customer.pk else pair.low) for pair in finding.pairs_of(customer)],
        "suggested": finding.suggested_organisation(customer, domains),
    }


class Edit(ForAgents, editing.Edit[Customer]):
    """The form that corrects what is known."""

    template_name = "customers/edit.html"
    form_class = forms.EditCustomer
    request: AgentRequest

    def rows(self) -> QuerySet[Customer]:
        return queries.living()

    def state(self, row: Customer | None) -> editing.State:
        state = {name: getattr(row, name) for name in (*FIELDS, *MORE_FIELDS)}
        kept = row.custom if row else {}
        return state | {one.key: custom.plain(kept.get(one.key)) for one in self.custom_fields()}

    def custom_fields(self) -> list[CustomField]:
        return custom.of_subject(CustomField.Subject.CUSTOMER)

    def form_options(self) -> editing.State:
        names = finding.organisations("").values_list("name", flat=True)[:_COMPANIES_OFFERED]
        return {"custom_fields": self.custom_fields(), "companies": names}

    def save(self, row: Customer | None, *, values: editing.State, at: datetime) -> str:
        if row is None:
            raise Http404
        form = self.form_class(self.request.POST, **self.form_options())
        form.is_valid()
        own = {one.key for one in form.custom_fields}
        kept = {key: value for key, value in row.custom.items() if key not in own}
        known = {name: values[name] for name in (*FIELDS, *MORE_FIELDS)}
        services.change(row, actor=self.request.user.actor, at=at, custom=kept | form.custom_values(), **known)
        return _("Saved")

    def where_next(self) -> str:
        return reverse("customers:customer", args=[self.kwargs["pk"]])


class About(ForAgents):
    """PUT: the note about a customer, from beside a conversation."""

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        customer = get_object_or_404(queries.living(), pk=pk)
        form = forms.About(QueryDict(request.body, encoding="utf-8"))
        if form.is_valid():
            kept = {name: getattr(customer, name) for name in FIELDS if name != "about"}
            about = form.cleaned_data["about"]
            services.change(customer, about=about, actor=request.user.actor, at=timezone.now(), **kept)
        context = {"customer": customer, "form": form, "is_saved": form.is_valid()}
        return render(request, "customers/_about.html", context, status=200 if form.is_valid() else 422)
