"""What rules did: a page for each rule, and one for each run, for whoever may see the conversation."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.automations import presentation, triggers
from rafiq.automations.models import Run
from rafiq.automations.queries.runs import PAGE, rules, run_for, runs_of
from rafiq.customers.presentation import known_as
from rafiq.platform.ui import pages


class Runs(ForSupervisors, View):
    """What a rule did, the newest first."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(rules(), pk=pk)
        found = runs_of(rule, before=_number(request.GET.get("before", "")))
        context = {
            "rule": rule,
            "rows": [(run, _who(run), presentation.doings(run), presentation.reason_of(run)) for run in found],
            "next": found[-1].pk if len(found) == PAGE else None,
        }  # fmt: skip
        return pages.show(request, "automations/runs.html", context)


class RunPage(ForAgents):
    """Why something happened in a conversation: the rule, what it waited for, and what it did."""

    def get(self, request: AgentRequest, run_pk: int) -> HttpResponse:
        run = run_for(request.user, run_pk)
        if run is None:
            raise Http404
        trigger = triggers.TRIGGERS.get(run.event)
        context = {
            "run": run, "who": _who(run), "card": presentation.card(run.rule), "doings": presentation.doings(run),
            "reason": presentation.reason_of(run), "happened": trigger.label if trigger else "",
            "is_changed": run.version != run.rule.version,
        }  # fmt: skip
        return pages.show(request, "automations/run.html", context)


def _who(run: Run) -> str:
    customer = run.conversation.customer
    return known_as(customer.name or customer.known_by, customer.pk)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
