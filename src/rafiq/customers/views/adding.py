"""The page on which an agent notes somebody who has not written yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts import zones
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import forms, queries, services
from rafiq.platform.ui import pages


class New(ForAgents):
    """The form, and (POST) the new customer; who is known by an address already is led to instead."""

    def get(self, request: AgentRequest) -> HttpResponse:
        form = forms.NewCustomer(initial={"language": request.user.language})
        return pages.show(request, "customers/new.html", {"form": form})

    def post(self, request: AgentRequest) -> HttpResponse:
        form = forms.NewCustomer(request.POST, country=zones.country_of(accounts.company().time_zone))
        if not form.is_valid():
            return pages.show(request, "customers/new.html", {"form": form}, status=422)
        said = form.cleaned_data
        facts = services.Facts(name=said["name"], email=said["email"], phone=said["phone"])
        try:
            made = services.note_new(facts=facts, language=said["language"], by=request.user, at=timezone.now())
        except services.LeadsToAnother as refusal:
            form.add_error(None, _("One of these addresses leads to somebody already."))
            other = queries.living().filter(pk=refusal.customer_id).first()
            return pages.show(request, "customers/new.html", {"form": form, "other": other}, status=409)
        messages.success(request, _("The customer was added."))
        return pages.go(request, reverse("customers:customer", args=[made.pk]))
