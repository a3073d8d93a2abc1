"""Custom fields: what an administrator lets everybody note about customers and companies."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.customers import custom, forms, services
from rafiq.customers.models import CustomField
from rafiq.platform.ui import editing, pages


class Fields(ForAdministrators):
    """All of them."""

    def get(self, request: AgentRequest) -> HttpResponse:
        kinds = dict(forms.EditField.base_fields["kind"].choices)  # type: ignore[attr-defined]
        groups = [
            (words, [(one, kinds[one.kind]) for one in custom.of_subject(subject)])
            for subject, words in forms.EditField.base_fields["subject"].choices  # type: ignore[attr-defined]
        ]
        return pages.show(request, "customers/fields.html", {"groups": groups})


class FieldPage(ForAdministrators, editing.Edit[CustomField]):
    """A new field, or one there is."""

    template_name = "customers/field.html"
    form_class = forms.EditField
    refusals: ClassVar = {services.LabelTaken: ("label", gettext_lazy("Another field is called so."))}

    def rows(self) -> QuerySet[CustomField]:
        return CustomField.objects.all()

    def state(self, row: CustomField | None) -> editing.State:
        one = row or CustomField(subject="CUSTOMER", kind="TEXT")
        return {"subject": one.subject, "label": one.label, "kind": one.kind, "choices": "\n".join(one.choices)}

    def form_options(self) -> editing.State:
        row = self.find()
        if row is None:
            return {}
        return {"is_new": False, "initial": self.state(row)} if self.request.method == "POST" else {"is_new": False}

    def save(self, row: CustomField | None, *, values: editing.State, at: datetime) -> str:
        choices = values["choices"].split("\n") if values["kind"] == CustomField.Kind.CHOICE else []
        services.save_field(row, subject=values["subject"], label=values["label"], kind=values["kind"], choices=choices)
        return _("The field %(name)s was saved.") % {"name": values["label"]}

    def where_next(self) -> str:
        return reverse("people:fields")


class FieldRemoval(ForAdministrators):
    """POST: a field goes with all its values."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        field = get_object_or_404(CustomField, pk=pk)
        services.remove_field(field)
        messages.success(request, _("The field %(name)s was removed.") % {"name": field.label})
        return pages.go(request, reverse("people:fields"))
