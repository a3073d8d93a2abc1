"""What is agreed on, in the settings: in order; made, changed, moved, removed. And one's own macros."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.platform.ui import ordering, pages
from rafiq.practice import queries, services
from rafiq.practice.models import Kind, Standard, Version
from rafiq.practice.queries.counting import how_followed
from rafiq.practice.queries.rows import rows_of
from rafiq.practice.views.pages import ApprovalEdit, FieldEdit, MacroEdit, ProcedureEdit

LATELY = timedelta(days=30)
PAGES = {
    Kind.FIELD: ("fields", "asked_field"), Kind.PROCEDURE: ("procedures", "procedure"),
    Kind.APPROVAL: ("approvals", "approval_kind"), Kind.MACRO: ("macros", "macro"),
}  # fmt: skip


class Standards(ForSupervisors):
    """All of one kind. POST: one moves up or down, if their order is still the one that was shown."""

    kind: ClassVar[Kind]
    title: ClassVar[Promise]
    about: ClassVar[Promise]
    new: ClassVar[Promise]

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: AgentRequest) -> HttpResponse:
        with transaction.atomic():
            list(Standard.objects.select_for_update(no_key=True, of=("self",)).filter(kind=self.kind).order_by("pk"))
            try:
                moved = ordering.moved([one.standard_id for one in self._versions()], request.POST)
            except ordering.OrderChanged as error:
                return self._page(request, problem=str(error), status=409)
            services.order(self.kind, moved)
        return pages.go(request, reverse(f"practice_settings:{PAGES[self.kind][0]}"))

    def further(self) -> dict[str, Any]:
        """Return what else the page shows."""
        return {}

    def _versions(self) -> list[Version]:
        return [one for one in queries.newest(self.kind) if one.standard.owner_id is None]

    def _page(self, request: AgentRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
        versions, (here, one) = self._versions(), PAGES[self.kind]
        context = {
            "rows": rows_of(versions), "problem": problem, "title": self.title, "about": self.about, "new": self.new,
            "order": ordering.written([each.standard_id for each in versions]),
            "list_url": reverse(f"practice_settings:{here}"), "new_url": reverse(f"practice_settings:new_{one}"),
            "one_url": f"practice_settings:{one}", **self.further(),
        }  # fmt: skip
        return pages.show(request, "practice/standards.html", context, part="rows", status=status)


class Fields(Standards):
    kind, title, new = Kind.FIELD, gettext_lazy("Conversation fields"), gettext_lazy("New field")
    about = gettext_lazy("What is noted of conversations, and what must be before they are closed.")

    def further(self) -> dict[str, Any]:
        return {"unready": queries.unready_lately(since=timezone.now() - LATELY)}


class Procedures(Standards):
    kind, title, new = Kind.PROCEDURE, gettext_lazy("Procedures"), gettext_lazy("New procedure")
    about = gettext_lazy("Checklists that appear beside conversations of a kind.")

    def further(self) -> dict[str, Any]:
        return {"followed": [one for one in how_followed(since=timezone.now() - LATELY) if one.begun]}


class Approvals(Standards):
    kind, title, new = Kind.APPROVAL, gettext_lazy("What needs approval"), gettext_lazy("New kind")
    about = gettext_lazy("What is only done when somebody else agrees.")


class Macros(Standards):
    kind, title, new = Kind.MACRO, gettext_lazy("Macros"), gettext_lazy("New macro")
    about = gettext_lazy("Several steps, done together with one key.")


class FieldPage(ForSupervisors, FieldEdit):
    """A new field, or one there is."""


class ProcedurePage(ForSupervisors, ProcedureEdit):
    """A new procedure, or one there is."""


class ApprovalPage(ForSupervisors, ApprovalEdit):
    """A new kind of approval, or one there is."""


class MacroPage(ForSupervisors, MacroEdit):
    """A new macro for colleagues, or one there is."""


class OwnMacros(ForAgents):
    """The macros an agent has for themselves."""

    def get(self, request: AgentRequest) -> HttpResponse:
        versions = [one for one in queries.newest(Kind.MACRO) if one.standard.owner_id == request.user.pk]
        return pages.show(request, "practice/own_macros.html", {"rows": rows_of(versions)})


class OwnMacroPage(ForAgents, MacroEdit):
    """A new macro of one's own, or one there is."""

    is_own = True


class Removal(ForSupervisors):
    """POST: it is asked for no more; what was done under it stays."""

    http_method_names = ["post"]

    def rows(self, request: AgentRequest) -> QuerySet[Standard]:
        """Return what this reader may remove."""
        return Standard.objects.filter(owner=None)

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        standard = get_object_or_404(self.rows(request), pk=pk)
        services.remove(standard, by=request.user, at=timezone.now())
        messages.success(request, _("It was removed. What was done under it stays."))
        place = "own_macros" if standard.owner_id else PAGES[Kind(standard.kind)][0]
        return pages.go(request, reverse(f"practice_settings:{place}"))


class OwnRemoval(Removal):
    """POST: a macro of one's own goes."""

    needs = ForAgents.needs

    def rows(self, request: AgentRequest) -> QuerySet[Standard]:
        return Standard.objects.filter(owner=request.user)
