"""Rules in the settings: in order, with what is wrong with them; made, changed, tried, moved, removed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, override

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.automations import checking, presentation, services, timing
from rafiq.automations.conditions import Conditions
from rafiq.automations.forms import EditRule, said_of_none, said_of_rule
from rafiq.automations.models import Rule
from rafiq.automations.queries.runs import counts, rules
from rafiq.automations.queries.trying import try_rule
from rafiq.platform.ui import ordering, pages
from rafiq.platform.ui.editing import Edit, State

SALT = "automations.trial"


class Rules(ForSupervisors, View):
    """All rules. POST: one moves up or down, if the order is still the one that was shown."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: AgentRequest) -> HttpResponse:
        with transaction.atomic():
            ids = list(rules().select_for_update(no_key=True).values_list("pk", flat=True))
            try:
                moved = ordering.moved(ids, request.POST)
            except ordering.OrderChanged as error:
                return self._page(request, problem=str(error), status=409)
            services.order_rules(moved, by=request.user, at=timezone.now())
        return pages.go(request, reverse("automation_settings:rules"))

    def _page(self, request: AgentRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
        now, found = timezone.now(), list(rules())
        flags, done = checking.flags_of(found, at=now), counts([one.pk for one in found], at=now)
        cards = [
            presentation.card(one) | {"flags": flags[one.pk], "did": done.get(one.pk, {}).get("DONE", 0)}
            for one in found
        ]
        context = {"cards": cards, "problem": problem, "order": ordering.written([one.pk for one in found])}
        return pages.show(request, "automations/rules.html", context, part="rules", status=status)


class RulePage(ForSupervisors, Edit[Rule]):
    """A new rule, or one there is. The buttons of its steps show the form again and save nothing."""

    template_name = "automations/rule.html"
    form_class = EditRule
    form: EditRule
    refusals: ClassVar = {
        services.NotTried: ("is_on", gettext_lazy("Try it first, as it is now; then it can be switched on.")),
    }

    @override
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if services.WISH in request.POST:
            return self._page(EditRule(request.POST), self.find(), version=request.POST.get("version", ""))
        try:
            return super().post(request, *args, **kwargs)
        except checking.Contradiction as error:
            self.form.add_error(None, str(error))
            return self._page(self.form, self.find(), version=request.POST.get("version", ""), status=422)

    @override
    def rows(self) -> QuerySet[Rule]:
        return rules()

    @override
    def state(self, row: Rule | None) -> State:
        if row is None:
            return dict(said_of_none())
        later = presentation.timing_of(row) or timing.Timing()
        return said_of_rule(row, later, checking.readable(row) or Conditions())

    @override
    def save(self, row: Rule | None, *, values: State, at: datetime) -> str:
        services.save_rule(
            row, self.form.wording(), name=values["name"], is_on=values["is_on"],
            tried=_tried(self.request.POST.get("tried", "")), by=_by(self.request), at=at,
        )  # fmt: skip
        return _("The rule %(name)s was saved.") % {"name": values["name"]}

    @override
    def context(self, row: Rule | None) -> State:
        flags = checking.flags_of(list(rules()), at=timezone.now()).get(row.pk, []) if row else []
        return {"flags": flags, "tried": self.request.POST.get("tried", "")}

    @override
    def where_next(self) -> str:
        return reverse("automation_settings:rules")


class Trial(ForSupervisors, View):
    """POST: what a rule, as the form says it now, would have done lately; nothing is changed by it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        form = EditRule(request.POST)
        form.is_valid()
        if not form.editor.is_valid() or {name for name in form.errors if name != "name"}:
            return pages.show(request, "automations/_trial.html", {"is_wrong": True}, status=422)
        wording, now = form.wording(), timezone.now()
        try:
            checking.refuse(wording.event, wording.asked, wording.steps, at=now)
        except checking.Contradiction as error:
            return pages.show(request, "automations/_trial.html", {"problem": str(error)}, status=422)
        found = try_rule(wording.event, wording.timing, wording.asked, agent=request.user, at=now)
        context = {
            "trial": found, "steps": presentation.steps_in_words(wording.steps),
            "never": checking.never_matches(wording.event, wording.asked),
            "tried": signing.dumps(wording.fingerprint, salt=SALT),
        }  # fmt: skip
        return pages.show(request, "automations/_trial.html", context)


class Removal(ForSupervisors, View):
    """A rule that is followed no more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(rules(), pk=pk)
        services.remove_rule(rule, by=request.user, at=timezone.now())
        messages.success(request, _("The rule %(name)s was removed.") % {"name": rule.name})
        return pages.go(request, reverse("automation_settings:rules"))


def _tried(token: str) -> str:
    """Read the fingerprint of what was tried; "" where nothing was, or somebody made it up."""
    try:
        return str(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return ""


def _by(request: object) -> Agent:
    found = getattr(request, "user", None)
    assert isinstance(found, Agent)  # noqa: S101  # supervisors only
    return found
