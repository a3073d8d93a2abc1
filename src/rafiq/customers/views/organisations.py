"""Companies of customers: all of them, one with its people, and the form of one."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.customers import custom, finding, forms, queries, registry, services
from rafiq.customers.models import CustomField, Organisation
from rafiq.customers.views.common import natural
from rafiq.platform import text
from rafiq.platform.ui import editing, pages

PAGE = 50


class Organisations(ForAgents):
    """All companies."""

    def get(self, request: AgentRequest) -> HttpResponse:
        words = text.clean(request.GET.get("q", ""), limit=200)
        number = natural(request.GET.get("page", "")) or 1
        page = Paginator(finding.organisations(words), PAGE).get_page(number)
        return render(request, "customers/organisations.html", {"page": page, "words": words})


class OrganisationPage(ForAgents):
    """One company: its people and what is open with them."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        organisation = get_object_or_404(Organisation, pk=pk)
        people = queries.living().filter(organisation=organisation)
        context = {
            "organisation": organisation,
            "rows": finding.page(people, sort="name", limit=PAGE),
            "people_count": people.count(),
            "custom": [(one, organisation.custom.get(one.key)) for one in custom.of_subject("ORGANISATION")],
            "panels": [
                (panel.template, panel.read(request.user, organisation)) for panel in registry.organisation_panels()
            ],
        }
        return render(request, "customers/organisation.html", context)


class OrganisationEdit(ForAgents, editing.Edit[Organisation]):
    """A new company, or one there is."""

    template_name = "customers/organisation_edit.html"
    form_class = forms.EditOrganisation
    refusals: ClassVar = {
        services.NameTaken: ("name", gettext_lazy("Another company has this name.")),
        services.DomainTaken: ("domain", gettext_lazy("Another company has its mail there.")),
    }
    made: Organisation

    def rows(self) -> QuerySet[Organisation]:
        return Organisation.objects.all()

    def state(self, row: Organisation | None) -> editing.State:
        one = row or Organisation()
        own = {each.key: custom.plain(one.custom.get(each.key)) for each in self.custom_fields()}
        return {"name": one.name, "domain": one.domain, "about": one.about, **own}

    def custom_fields(self) -> list[CustomField]:
        return custom.of_subject(CustomField.Subject.ORGANISATION)

    def form_options(self) -> editing.State:
        return {"custom_fields": self.custom_fields()}

    def save(self, row: Organisation | None, *, values: editing.State, at: datetime) -> str:
        form = self.form_class(self.request.POST, **self.form_options())
        form.is_valid()
        self.made = services.save_organisation(
            row, name=values["name"], domain=values["domain"], about=values["about"], custom=form.custom_values(), at=at
        )
        return _("Saved")

    def where_next(self) -> str:
        return reverse("people:organisation", args=[self.made.pk])


class OrganisationRemoval(ForSupervisors):
    """POST: a company that is not needed any more; its people stay."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        organisation = get_object_or_404(Organisation, pk=pk)
        services.remove_organisation(organisation)
        messages.success(request, _("The company %(name)s was removed.") % {"name": organisation.name})
        return pages.go(request, reverse("people:organisations"))


class Joining(ForAgents):
    """POST: a customer belongs to the company that was suggested."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, organisation_pk: int) -> HttpResponse:
        customer = get_object_or_404(queries.living(), pk=pk)
        organisation = get_object_or_404(Organisation, pk=organisation_pk)
        known = {"name": customer.name, "city": customer.city, "about": customer.about}
        services.change(customer, company_name=organisation.name, actor=request.user.actor, at=timezone.now(), **known)
        messages.success(request, _("Saved"))
        return pages.go(request, reverse("customers:customer", args=[customer.pk]))
