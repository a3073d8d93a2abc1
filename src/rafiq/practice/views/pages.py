"""One page for each kind of what is agreed on; each save is a new version."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.automations.contracts import steps_from
from rafiq.automations.services import WISH, StepEditor
from rafiq.platform.ui.editing import Edit, State
from rafiq.practice import queries, services
from rafiq.practice.asked import Asked
from rafiq.practice.choosing import choices_said
from rafiq.practice.content import Content, Field, Macro, Procedure, Terms
from rafiq.practice.editing import ProcedureEditor
from rafiq.practice.models import Kind, Standard, Version
from rafiq.practice.naming import LANGUAGES, called
from rafiq.practice.queries.standards import wish_of
from rafiq.practice.settings_forms import EditApproval, EditField, EditMacro, EditProcedure, ForRequests, Named


class StandardEdit(Edit[Standard]):
    """What the pages of all kinds share."""

    kind: ClassVar[Kind]
    place: ClassVar[str]
    form: Named

    def rows(self) -> QuerySet[Standard]:
        gone = Version.objects.filter(is_removed=True).values("standard")
        return Standard.objects.filter(kind=self.kind, owner=None).exclude(pk__in=gone)

    def state(self, row: Standard | None) -> State:
        last = queries.newest_of(row.pk) if row else None
        if last is None:
            return {"is_active": True, **self.fresh()}
        named = {f"name_{one}": last.names.get(one, "") for one in LANGUAGES}
        return {**named, "is_active": last.is_active, **_said_of(wish_of(last)), **self.said(last)}

    def fresh(self) -> State:
        """Return what the form of something new begins with."""
        return {}

    def said(self, version: Version) -> State:
        """Put the content of a version into the fields of the form."""
        raise NotImplementedError

    def content(self) -> Content:
        """Return what the form says."""
        raise NotImplementedError

    def save(self, row: Standard | None, *, values: State, at: datetime) -> str:
        asked = self.form.asked() if isinstance(self.form, ForRequests) else Asked()
        draft = services.Draft(self.form.names(), self.content(), asked, values["is_active"])
        services.save(row, draft, kind=self.kind, by=_by(self.request), at=at, owner=self.owner())
        return _("%(name)s was saved. What was begun before keeps its terms.") % {"name": called(draft.names)}

    def owner(self) -> Agent | None:
        """Return who has it for themselves."""
        return None

    def context(self, row: Standard | None) -> State:
        last = queries.newest_of(row.pk) if row else None
        return {"last": last, "name": called(last.names) if last else "", "list_url": self.where_next()}

    def where_next(self) -> str:
        return reverse(f"practice_settings:{self.place}")


class FieldEdit(StandardEdit):
    """A field."""

    kind, place, template_name, form_class = Kind.FIELD, "fields", "practice/field.html", EditField
    form: EditField

    def fresh(self) -> State:
        return {"kind": "CHOICE", "is_required": True}

    def form_options(self) -> State:
        last = queries.newest_of(self.kwargs["pk"]) if "pk" in self.kwargs else None
        return {"before": Field.parse(last.content) if last and last.standard.kind == Kind.FIELD else None}

    def said(self, version: Version) -> State:
        field = Field.parse(version.content)
        plain = {"kind": field.kind, "is_required": field.is_required}
        return plain | choices_said(field.choices, "choices")

    def content(self) -> Field:
        return self.form.content()


class ApprovalEdit(StandardEdit):
    """A kind of approval."""

    kind, place, template_name, form_class = Kind.APPROVAL, "approvals", "practice/approval.html", EditApproval
    form: EditApproval

    def fresh(self) -> State:
        return {"roles": ["SUPERVISOR"], "needed": 1, "hours": 24, "holds_closing": True}

    def said(self, version: Version) -> State:
        terms = Terms.parse(version.content)
        unit = {f"unit_{one}": (terms.unit or {}).get(one, "") for one in LANGUAGES}
        return {
            **unit, "asks_amount": terms.asks_amount, "least": str(terms.least) if terms.least is not None else "",
            "roles": list(terms.roles), "in_teams": [str(one) for one in terms.teams],
            "agents": [str(one) for one in terms.agents], "needed": terms.needed, "hours": terms.hours,
            "holds_closing": terms.holds_closing,
        }  # fmt: skip

    def content(self) -> Terms:
        return self.form.content()


class Stepped(StandardEdit):
    """A page whose form has steps: its buttons post the whole form, and nothing is saved by them."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Add, move or remove a step; or save."""
        if not request.POST.get(WISH):
            return super().post(request, *args, **kwargs)
        posted = self.form_class(request.POST, **self.form_options())
        raw = {name: posted[name].value() for name in posted.fields}
        form = self.form_class(initial=raw, **self.form_options())
        return self._page(form, self.find(), version=request.POST.get("version", ""))

    def editor(self) -> Any:  # noqa: ANN401  # one of two kinds
        """Return the steps of what was posted, or else of what is stored."""
        raise NotImplementedError

    @override
    def form_options(self) -> State:
        return {"editor": self.editor()}

    def newest(self) -> Version | None:
        """Return what is stored, of this kind and for this reader."""
        row = self.rows().filter(pk=self.kwargs["pk"]).first() if "pk" in self.kwargs else None
        return queries.newest_of(row.pk) if row else None


class ProcedureEdit(Stepped):
    """A procedure."""

    kind, place, template_name = Kind.PROCEDURE, "procedures", "practice/procedure.html"
    form_class = EditProcedure
    form: EditProcedure

    def editor(self) -> ProcedureEditor:
        last = self.newest()
        known = Procedure.parse(last.content) if last else Procedure()
        if self.request.method == "POST":
            return ProcedureEditor.posted(self.request.POST, known)
        return ProcedureEditor.stored(known)

    def said(self, version: Version) -> State:
        return {"steps": version.content}

    def content(self) -> Procedure:
        return self.form.editor.content()


class MacroEdit(Stepped):
    """A macro, everybody's or one's own."""

    kind, place, template_name, form_class = Kind.MACRO, "macros", "practice/macro.html", EditMacro
    form: EditMacro
    is_own: ClassVar[bool] = False

    @override
    def rows(self) -> QuerySet[Standard]:
        if not self.is_own:
            return super().rows()
        gone = Version.objects.filter(is_removed=True).values("standard")
        return Standard.objects.filter(kind=self.kind, owner=_by(self.request)).exclude(pk__in=gone)

    @override
    def owner(self) -> Agent | None:
        return _by(self.request) if self.is_own else None

    @override
    def form_options(self) -> State:
        return {"editor": self.editor(), "is_own": self.is_own}

    def editor(self) -> StepEditor:
        if self.request.method == "POST":
            return StepEditor.posted(self.request.POST)
        last = self.newest()
        return StepEditor.stored(steps_from(last.content["steps"]) if last else [])

    def said(self, version: Version) -> State:
        macro = Macro.parse(version.content)
        return {"group": macro.group, "teams": [str(one) for one in macro.teams], "steps": version.content["steps"]}

    def content(self) -> Macro:
        return self.form.content()

    @override
    def context(self, row: Standard | None) -> State:
        return {**super().context(row), "is_own": self.is_own}

    @override
    def where_next(self) -> str:
        return reverse("practice_settings:own_macros" if self.is_own else "practice_settings:macros")


def _said_of(asked: Asked | None) -> State:
    if asked is None:
        return {}
    return {
        "channels": list(asked.about.channels), "languages": list(asked.about.languages),
        "words": "\n".join(asked.about.words), "tags": [str(one) for one in asked.about.tags],
        "teams": [str(one) for one in asked.teams],
    }  # fmt: skip


def _by(request: HttpRequest) -> Agent:
    found = request.user
    assert isinstance(found, Agent)  # noqa: S101  # the staff only
    return found
