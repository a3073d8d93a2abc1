"""Addresses of a customer and notes about them, from their page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts import zones
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import forms, presentation, queries, services
from rafiq.customers.models import Customer, Identity, Note
from rafiq.customers.views.people import page_of
from rafiq.platform.ui import pages


class _OfCustomer(ForAgents):
    """Something done on a customer's page, which it leads back to."""

    http_method_names = ["post"]

    def customer(self) -> Customer:
        return get_object_or_404(queries.living(), pk=self.kwargs["pk"])

    def back(self, words: str, *, place: str = "") -> HttpResponse:
        messages.success(self.request, words)
        return pages.go(self.request, reverse("customers:customer", args=[self.kwargs["pk"]]) + place)

    def refused(self, customer: Customer, **forms_shown: object) -> HttpResponse:
        context = page_of(self.request, customer) | forms_shown
        return pages.show(self.request, "customers/page.html", context, status=422)

    def offer_merge(self, customer: Customer, form: forms.AddIdentity, other_id: int) -> HttpResponse:
        """An address that leads to another customer: perhaps the two are one."""
        form.add_error("value", _("This address leads to another customer."))
        other = get_object_or_404(queries.living(), pk=other_id)
        return self.refused(customer, address_form=form, address_other=other)


class Identities(_OfCustomer):
    """POST: one more address."""

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        customer = self.customer()
        form = forms.AddIdentity(request.POST)
        if not form.is_valid():
            return self.refused(customer, address_form=form)
        kind, raw = form.cleaned_data["kind"], form.cleaned_data["value"]
        try:
            country = zones.country_of(accounts.company().time_zone)
            services.add_identity(customer, kind=kind, raw=raw, by=request.user, at=timezone.now(), country=country)
        except services.NotAnAddress:
            names = {"EMAIL": "email", "PHONE": "phone", "EXTERNAL": "external_id", "HANDLE": "handle"}
            form.add_error("value", str(presentation.problem(f"bad_{names[kind]}")))
            return self.refused(customer, address_form=form)
        except services.LeadsToAnother as refusal:
            return self.offer_merge(customer, form, refusal.customer_id)
        return self.back(_("The address was added."))


class Confirmation(_OfCustomer):
    """POST: a claimed address is the customer's own."""

    def post(self, request: AgentRequest, pk: int, identity_pk: int) -> HttpResponse:
        customer = self.customer()
        identity = get_object_or_404(Identity, pk=identity_pk, customer=customer)
        try:
            services.confirm_identity(identity, by=request.user, at=timezone.now())
        except services.LeadsToAnother as refusal:
            form = forms.AddIdentity({"kind": identity.kind, "value": identity.value})
            form.is_valid()
            return self.offer_merge(customer, form, refusal.customer_id)
        return self.back(_("The address was confirmed."))


class Removal(_OfCustomer):
    """POST: an address is not theirs any more."""

    def post(self, request: AgentRequest, pk: int, identity_pk: int) -> HttpResponse:
        readable = Identity.objects.exclude(kind=Identity.Kind.VISITOR)
        identity = get_object_or_404(readable, pk=identity_pk, customer=self.customer())
        services.remove_identity(identity, by=request.user, at=timezone.now())
        return self.back(_("The address was removed."))


class Notes(_OfCustomer):
    """POST: a note."""

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        customer = self.customer()
        form = forms.WriteNote(request.POST)
        if not form.is_valid():
            return self.refused(customer, note_form=form)
        words, is_pinned = form.cleaned_data["text"], form.cleaned_data["is_pinned"]
        services.add_note(customer=customer, words=words, is_pinned=is_pinned, by=request.user, at=timezone.now())
        return self.back(_("The note was kept."), place="#notes")


class NotePin(_OfCustomer):
    """POST: keep a note on top, or not."""

    def post(self, request: AgentRequest, pk: int, note_pk: int) -> HttpResponse:
        note = get_object_or_404(Note, pk=note_pk, customer=self.customer())
        services.pin_note(note, is_pinned=not note.is_pinned)
        return self.back(_("Saved"), place="#notes")


class NoteRemoval(_OfCustomer):
    """POST: a note goes; only its author and supervisors may say so."""

    def post(self, request: AgentRequest, pk: int, note_pk: int) -> HttpResponse:
        notes = Note.objects.all() if request.user.is_supervisor else Note.objects.filter(author=request.user)
        services.remove_note(get_object_or_404(notes, pk=note_pk, customer=self.customer()))
        return self.back(_("The note was removed."), place="#notes")
