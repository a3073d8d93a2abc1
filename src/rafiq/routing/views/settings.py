"""Queues and rules in the settings: in order, with what is wrong with them; made, changed, tried, moved, removed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, override

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.platform.ui import ordering, pages
from rafiq.platform.ui.editing import Edit, State
from rafiq.routing import checking, services
from rafiq.routing.conditions import Conditions
from rafiq.routing.forms import EditQueue, EditRule, said_of_queue, said_of_rule
from rafiq.routing.models import Queue, Rule, Speaks, Way
from rafiq.routing.presentation import in_words, lead_of, way_through
from rafiq.routing.queries.standing import waiting_by_queue
from rafiq.routing.queries.trying import try_rule


class Rules(ForSupervisors, View):
    """All rules and queues. POST: a rule moves up or down, if the order is still the one that was shown."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: AgentRequest) -> HttpResponse:
        with transaction.atomic():
            rules = Rule.objects.select_for_update(no_key=True).order_by("position")
            ids = list(rules.values_list("pk", flat=True))
            try:
                moved = ordering.moved(ids, request.POST)
            except ordering.OrderChanged as error:
                return self._page(request, problem=str(error), status=409)
            services.order_rules(moved, by=request.user, at=timezone.now())
        return pages.go(request, reverse("routing_settings:rules"))

    def _page(self, request: AgentRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
        now = timezone.now()
        rules = list(Rule.objects.select_related("queue").order_by("position"))
        flags, known = checking.flags_of_rules(rules, at=now), checking.staff(at=now)
        waiting = waiting_by_queue()
        queues = Queue.objects.prefetch_related("teams").order_by("name")
        context = {
            "rules": [(one, in_words(checking.readable(one)), flags[one.pk], _lead(one)) for one in rules],
            "queues": [
                (one, waiting[one.pk], checking.flags_of_queue(one, _team_ids(one), known),
                 way_through(one, _team_ids(one), known))
                for one in queues
            ],
            "problem": problem, "order": ordering.written([one.pk for one in rules]),
        }  # fmt: skip
        return pages.show(request, "routing/rules.html", context, part="rules", status=status)


class QueuePage(ForSupervisors, Edit[Queue]):
    """A new queue, or one there is."""

    template_name = "routing/queue.html"
    form_class = EditQueue
    form: EditQueue
    refusals: ClassVar = {
        services.NameTaken: ("name", gettext_lazy("Another queue has this name.")),
        services.Loops: (None, gettext_lazy("Whoever waits here would be moved in a circle and come back.")),
    }

    @override
    def form_options(self) -> State:
        return {"queue_id": self.kwargs.get("pk")}

    @override
    def rows(self) -> QuerySet[Queue]:
        return Queue.objects.all()

    @override
    def state(self, row: Queue | None) -> State:
        if row is None:
            return {
                "is_active": True, "speaks": Speaks.SAME, "way": Way.OFFER, "offer_seconds": 30, "priority": "0",
                "tells_wait": True,
            }  # fmt: skip
        return said_of_queue(row, _team_ids(row))

    @override
    def save(self, row: Queue | None, *, values: State, at: datetime) -> str:
        teams = [int(one) for one in values["teams"]]
        services.save_queue(row, self.form.values(), team_ids=teams, by=_by(self.request), at=at)
        return _("The queue %(name)s was saved.") % {"name": values["name"]}

    @override
    def context(self, row: Queue | None) -> State:
        if row is None:
            return {"flags": []}
        known, teams = checking.staff(at=timezone.now()), _team_ids(row)
        return {"flags": checking.flags_of_queue(row, teams, known), "way": way_through(row, teams, known)}

    @override
    def where_next(self) -> str:
        return reverse("routing_settings:rules")


class QueueRemoval(ForSupervisors, View):
    """A queue that nobody needs any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        queue = get_object_or_404(Queue, pk=pk)
        try:
            services.remove_queue(queue, by=request.user, at=timezone.now())
        except services.StillUsed:
            words = _("It is still needed: a rule or another queue leads there, or somebody waits in it.")
            messages.error(request, words)
            return pages.go(request, reverse("routing_settings:queue", args=[pk]))
        messages.success(request, _("The queue %(name)s was removed.") % {"name": queue.name})
        return pages.go(request, reverse("routing_settings:rules"))


class RulePage(ForSupervisors, Edit[Rule]):
    """A new rule, or one there is."""

    template_name = "routing/rule.html"
    form_class = EditRule
    form: EditRule
    refusals: ClassVar = {
        services.NeverHolds: ("hours", gettext_lazy("These hours never come: the rule would hold for nothing.")),
        services.QueueGone: ("queue", gettext_lazy("Somebody removed this queue a moment ago.")),
    }

    @override
    def rows(self) -> QuerySet[Rule]:
        return Rule.objects.select_related("queue")

    @override
    def state(self, row: Rule | None) -> State:
        if row is None:
            return {"is_on": False, "severity": "0", "tier": "0"}
        return said_of_rule(row, checking.readable(row) or Conditions())

    @override
    def save(self, row: Rule | None, *, values: State, at: datetime) -> str:
        queue = get_object_or_404(Queue, pk=int(values["queue"]))
        services.save_rule(row, self.form.values(), self.form.conditions(), queue=queue, by=_by(self.request), at=at)
        return _("The rule %(name)s was saved.") % {"name": values["name"]}

    @override
    def context(self, row: Rule | None) -> State:
        rules = list(Rule.objects.select_related("queue").order_by("position"))
        flags = checking.flags_of_rules(rules, at=timezone.now())
        return {"flags": flags.get(row.pk, []) if row else [], "has_queues": Queue.objects.exists()}

    @override
    def where_next(self) -> str:
        return reverse("routing_settings:rules")


class RuleTrial(ForSupervisors, View):
    """POST: what a rule, as the form says it now, would have done with the last conversations."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int | None = None) -> HttpResponse:
        rule = get_object_or_404(Rule, pk=pk) if pk else None
        form = EditRule(request.POST)
        form.full_clean()
        blamed = {name for name in form.errors if name != "name"}
        if blamed:
            return pages.show(request, "routing/_trial.html", {"is_wrong": True}, status=422)
        queue = get_object_or_404(Queue, pk=int(form.cleaned_data["queue"]))
        trial = try_rule(form.conditions(), queue=queue, rule=rule, agent=request.user)
        return pages.show(request, "routing/_trial.html", {"trial": trial, "queue": queue})


class RuleRemoval(ForSupervisors, View):
    """A rule that holds no more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(Rule, pk=pk)
        services.remove_rule(rule, by=request.user, at=timezone.now())
        messages.success(request, _("The rule %(name)s was removed.") % {"name": rule.name})
        return pages.go(request, reverse("routing_settings:rules"))


def _by(request: object) -> Agent:
    found = getattr(request, "user", None)
    assert isinstance(found, Agent)  # noqa: S101  # supervisors only
    return found


def _lead(rule: Rule) -> str:
    return lead_of(severity=rule.severity, tier=rule.tier, priority=rule.queue.priority)


def _team_ids(queue: Queue) -> list[int]:
    return sorted(team.pk for team in queue.teams.all())
