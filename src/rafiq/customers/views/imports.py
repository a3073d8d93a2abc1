"""Lists of people: put down, looked at, begun, watched, stopped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.customers import custom, exporting, forms, presentation, reading, services
from rafiq.customers.models import CustomField, Import, ImportProblem
from rafiq.platform.ui import pages

_UNREADABLE = {
    "empty": gettext_lazy("There is nothing in this file."),
    "large": gettext_lazy("This file is larger than 20 MB."),
    "binary": gettext_lazy("This is no CSV and no vCard. Save the list as CSV first."),
    "encoding": gettext_lazy("This encoding is not known."),
}
_PREVIEW, _PROBLEMS_SHOWN = 5, 100


class Imports(ForSupervisors):
    """What was taken in before, and the form for one more file."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page(forms.Upload())

    def post(self, request: AgentRequest) -> HttpResponse:
        form = forms.Upload(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        file = form.cleaned_data["file"]
        try:
            if file.size > reading.LARGEST:
                raise reading.Unreadable("large")
            made = services.put_down(name=file.name, content=file.read(), by=request.user, at=timezone.now())
        except reading.Unreadable as refusal:
            form.add_error("file", _UNREADABLE[refusal.reason])
            return self._page(form, status=422)
        return pages.go(request, reverse("people:import", args=[made.pk]))

    def _page(self, form: forms.Upload, *, status: int = 200) -> HttpResponse:
        imports = Import.objects.select_related("by").order_by("-pk")[:50]
        return pages.show(self.request, "customers/imports.html", {"form": form, "imports": imports}, status=status)


class ImportPage(ForSupervisors):
    """A draft with its first lines and its columns, or how far a list has come."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        return self._page(get_object_or_404(Import.objects.select_related("by"), pk=pk))

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(Import.objects.select_related("by"), pk=pk)
        form = self._form(one, request.POST)
        if not form.is_valid():
            return self._page(one, form=form, status=422)
        said = form.cleaned_data
        how = {name: said[name] or getattr(one, name) for name in ("encoding", "delimiter")}
        how["has_header"] = said["has_header"]
        try:
            if one.kind == Import.Kind.CSV and how != {name: getattr(one, name) for name in how}:
                return self._page(services.reread(one, **how))
            columns = form.mapping()
            if one.kind == Import.Kind.CSV and not {"name", "first_name", "email", "phone"} & {*columns}:
                form.add_error(None, _("Say which column is the name, the e-mail or the phone."))
                return self._page(one, form=form, status=422)
            chosen = {name: said[name] for name in ("existing", "is_vouched", "country")}
            services.begin_import(one, columns=columns, **chosen)
        except services.NotADraft:
            messages.success(request, _("This list was begun already."))
        return pages.go(request, reverse("people:import", args=[one.pk]))

    def _form(self, one: Import, data: Any = None) -> forms.BeginImport:  # noqa: ANN401  # of Django
        initial: dict[str, Any] = {
            name: getattr(one, name)
            for name in ("encoding", "delimiter", "has_header", "existing", "is_vouched", "country")
        }
        initial |= {f"column_{place}": name for place, name in enumerate(one.mapping)}
        fields = custom.of_subject(CustomField.Subject.CUSTOMER)
        return forms.BeginImport(data, columns=one.columns, custom_fields=fields, initial=initial)

    def _page(self, one: Import, *, form: forms.BeginImport | None = None, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"one": one}
        if one.state == Import.State.DRAFT:
            content, shape = services.content_of(one), services.shape_of(one)
            context |= {
                "form": form or self._form(one),
                "preview": reading.rows(content, shape, limit=_PREVIEW),
                "cards": cards(content, one),
            }
        else:
            problems = ImportProblem.objects.filter(of=one).order_by("line", "pk")
            context |= {"problems": problems[:_PROBLEMS_SHOWN], "problem_count": problems.count()}
        part = "progress" if one.state != Import.State.DRAFT else "form"
        return pages.show(self.request, "customers/import.html", context, part=part, status=status)


def cards(content: bytes, one: Import) -> list[str]:
    """Return the first people of an address book, each on one line."""
    if one.kind != Import.Kind.VCARD:
        return []
    found = []
    for record in reading.records(content, services.shape_of(one), []):
        found.append(" · ".join(value for name, value in record.pairs if name != "uid")[:160] or "—")
        if len(found) == _PREVIEW:
            break
    return found


class ImportCancel(ForSupervisors):
    """POST: stop; whoever is in stays."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(Import, pk=pk)
        services.cancel_import(one, at=timezone.now())
        messages.success(request, _("Stopped. Whoever was taken in before stays."))
        return pages.go(request, reverse("people:import", args=[one.pk]))


class ImportProblems(ForSupervisors):
    """GET: what was wrong, line by line, as a file."""

    def get(self, request: AgentRequest, pk: int) -> StreamingHttpResponse:
        one = get_object_or_404(Import, pk=pk)
        found = ImportProblem.objects.filter(of=one).order_by("line", "pk")
        rows = ((each.line, presentation.problem(each.code), each.column, each.value) for each in found.iterator(500))
        head = (_("Line"), _("What is wrong"), _("Column"), _("What it says"))
        response = StreamingHttpResponse(exporting.table(head, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{one.pk}-problems.csv"'
        return response
