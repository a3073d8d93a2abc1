"""One way to make or change one thing with a form; what differs is told by a few methods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from rafiq.platform.ui import forms, pages, versions

type State = dict[str, Any]


class Edit[Row: Model](View):
    """GET shows the form; POST changes the thing and leads on, or says in words why not (422, or 409 for a rival).

    `kwargs["pk"]` names what is edited; without it something new is made. Subclasses say which
    rows there are, what the form shows of one, and what saving means.
    """

    template_name: ClassVar[str]
    part: ClassVar[str] = "form"
    form_class: ClassVar[type[forms.Form]]
    form: forms.Form
    """What was posted, found valid: there when `save` is called."""
    #: What a service may refuse: exception → (the field to blame or None, the words).
    refusals: ClassVar[Mapping[type[Exception], tuple[str | None, Any]]] = {}

    def rows(self) -> QuerySet[Row]:
        """Return what this reader may edit."""
        raise NotImplementedError

    def state(self, row: Row | None) -> State:
        """Return what the form shows of a stored thing (None: of a new one)."""
        raise NotImplementedError

    def save(self, row: Row | None, *, values: State, at: datetime) -> str:
        """Change it and return what was done, in words for the toast."""
        raise NotImplementedError

    def where_next(self) -> str:
        """Return the address to lead on to."""
        return self.request.path

    def form_options(self) -> State:
        """Return further arguments of the form."""
        return {}

    def context(self, row: Row | None) -> State:
        """Return what else the page shows."""
        return {}

    def find(self, *, is_locked: bool = False) -> Row | None:
        """Return the thing the address names, or None when a new one is to be made."""
        if "pk" not in self.kwargs:
            return None
        rows = self.rows().select_for_update(no_key=True, of=("self",)) if is_locked else self.rows()
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the form."""
        row = self.find()
        state = self.state(row)
        form = self.form_class(initial=state, **self.form_options())
        return self._page(form, row, version=versions.version_of(state))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Save, or show the form again with what stands in the way."""
        shown = request.POST.get("version", "")
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self._page(form, self.find(), version=shown, status=422)
        self.form = form
        try:
            with transaction.atomic():
                row = self.find(is_locked=True)
                if row is not None:
                    versions.check_version(shown, state=self.state(row))
                done = self.save(row, values=form.cleaned_data, at=timezone.now())
        except versions.ChangedMeanwhile:
            return self._clash(form)
        except tuple(self.refusals) as refusal:
            field, words = self.refusals[type(refusal)]
            form.add_error(field, words)
            return self._page(form, self.find(), version=shown, status=422)
        messages.success(request, done)
        return pages.go(request, self.where_next())

    def _clash(self, form: forms.Form) -> HttpResponse:
        row = self.find()
        state = self.state(row)
        form.show_theirs(state)
        return self._page(form, row, version=versions.version_of(state), status=409)

    def _page(self, form: forms.Form, row: Row | None, *, version: str, status: int = 200) -> HttpResponse:
        form.focus_first_error()
        context = {"form": form, "row": row, "version": version, **self.context(row)}
        return pages.show(self.request, self.template_name, context, part=self.part, status=status)
