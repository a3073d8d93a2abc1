"""Customers: the list of them, the page of one, and corrections."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import forms, presentation, queries, registry, services
from rafiq.customers.models import Customer
from rafiq.platform import text
from rafiq.platform.ui import editing

PAGE = 50
FIELDS = ("name", "company_name", "city", "about")


class List(ForAgents):
    """All of them, newest first, or those that match."""

    def get(self, request: AgentRequest) -> HttpResponse:
        wanted = text.clean(request.GET.get("q", ""), limit=200)
        before = request.GET.get("before", "")
        before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
        rows = queries.search(wanted, limit=PAGE) if wanted else queries.newest(before=before_id, limit=PAGE)
        more = rows[-1].id if len(rows) == PAGE and not wanted else None
        context = {"rows": rows, "wanted": wanted, "more": more, "is_more": before_id is not None}
        is_part = request.headers.get("HX-Request") == "true"
        return render(request, "customers/_rows.html" if is_part else "customers/list.html", context)


class Page(ForAgents):
    """One customer: who they are, how to reach them, everything there ever was."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        customer = Customer.objects.filter(pk=pk).first()
        if customer is None:
            raise Http404
        if customer.merged_into_id:
            return redirect("customers:customer", customer.merged_into_id)
        context = {
            "customer": customer,
            "identities": queries.identities(customer),
            "facts": presentation.facts(queries.facts(customer)),
            "panels": [(panel.template, panel.read(request.user, customer)) for panel in registry.panels()],
        }
        return render(request, "customers/page.html", context)


class Edit(ForAgents, editing.Edit[Customer]):
    """The form that corrects what is known."""

    template_name = "customers/edit.html"
    form_class = forms.EditCustomer
    request: AgentRequest

    def rows(self) -> QuerySet[Customer]:
        return queries.living()

    def state(self, row: Customer | None) -> editing.State:
        return {name: getattr(row, name) for name in FIELDS}

    def save(self, row: Customer | None, *, values: editing.State, at: datetime) -> str:
        if row is None:
            raise Http404
        services.change(row, actor=self.request.user.actor, at=at, **values)
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
