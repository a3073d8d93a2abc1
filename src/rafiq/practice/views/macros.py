"""Macros in a conversation: chosen, looked at before, run."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.automations import registry
from rafiq.automations.contracts import Outcome, Step
from rafiq.inbox import registry as closing
from rafiq.inbox.models import CannedReply, Conversation
from rafiq.inbox.presentation.canned import filled
from rafiq.platform import text
from rafiq.practice import queries, services
from rafiq.practice.queries import Usable
from rafiq.practice.views import common

LONGEST = 4_000


class Macros(ForAgents):
    """GET: the macros this agent may use here, by group."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        found = queries.macros_for(request.user)
        groups = [(name, list(rows)) for name, rows in groupby(found, key=lambda one: one.macro.group)]
        return render(request, "practice/_macros.html", {"conversation": conversation, "groups": groups})


class MacroRun(ForAgents):
    """GET: what a macro will do here, its words to be looked over. POST: it is run."""

    def get(self, request: AgentRequest, pk: int, macro_pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        return self._dialog(request, conversation, _macro(request.user, macro_pk))

    def post(self, request: AgentRequest, pk: int, macro_pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        macro = _macro(request.user, macro_pk)
        texts = _texts(request, len(macro.steps()))
        if request.POST.get("version") != str(macro.version.pk):
            return self._dialog(request, conversation, macro, texts=texts, status=409, is_other=True)
        try:
            services.run_macro(
                macro, conversation, texts=texts, run_id=_run_id(request), by=request.user, at=timezone.now()
            )
        except services.Stopped as stopped:
            return self._dialog(request, conversation, macro, texts=texts, status=422, stopped=stopped)
        except services.AlreadyRun:
            return common.changed(HttpResponse(), conversation)
        context = {"words": _("Done: %(name)s") % {"name": macro.name}, "conversation": conversation}
        return common.changed(render(request, "inbox/_toast.html", context), conversation)

    def _dialog(  # noqa: PLR0913  # each is shown
        self, request: AgentRequest, conversation: Conversation, macro: Usable, *, texts: dict[int, str] | None = None,
        status: int = 200, stopped: services.Stopped | None = None, is_other: bool = False,
    ) -> HttpResponse:  # fmt: skip
        outcomes = stopped.outcomes if stopped else []
        rows = _rows(macro.steps(), conversation, request.user, texts or {}, outcomes)
        is_closing = bool(stopped and stopped.outcomes[stopped.place].step.action == "close")
        context = {
            "conversation": conversation, "macro": macro, "rows": rows, "run_id": uuid4(), "is_other": is_other,
            "is_stopped": stopped is not None,
            "lacking": closing.lacking(conversation, at=timezone.now()) if is_closing else [],
        }  # fmt: skip
        return render(request, "practice/_macro.html", context, status=status)


def _macro(agent: Agent, macro_pk: int) -> Usable:
    """Return a macro this agent may use.

    Raises:
        Http404: if there is none.
    """
    found = queries.macro_for(agent, macro_pk)
    if found is None:
        raise Http404
    return found


def _rows(
    steps: list[Step], conversation: Conversation, agent: Agent, texts: dict[int, str], outcomes: list[Outcome]
) -> list[dict[str, Any]]:
    """List the steps as they are shown: what each does, its words to be changed, what became of it."""
    names = {"{{customer}}": conversation.customer.name, "{{agent}}": agent.name}
    found = []
    for place, step in enumerate(steps):
        action = registry.action(step.action)
        outcome = outcomes[place] if place < len(outcomes) else None
        problem = action.problem(step.params) if action else "This action does not exist any more."
        found.append({
            "place": place, "icon": action.icon if action else "alert", "state": outcome.state.value if outcome else "",
            "words": action.describe(step.params) if action else step.action,
            "text": texts.get(place, _text(step, conversation, names)),
            "problem": _(outcome.reason if outcome and outcome.reason else problem) if problem or outcome else "",
        })  # fmt: skip
    return found


def _text(step: Step, conversation: Conversation, names: dict[str, str]) -> str | None:
    """Return what a step will say here; None for one that says nothing."""
    if step.action == "answer":
        canned = CannedReply.objects.filter(pk=_number(step.params.get("canned"))).first()
        same = CannedReply.objects.filter(shortcut__iexact=canned.shortcut) if canned else CannedReply.objects.none()
        found = same.filter(language=conversation.language).first() or canned
        return filled(found.text, names) if found else None
    return filled(str(step.params["text"]), names) if "text" in step.params else None


def _number(given: object) -> int:
    return int(given) if isinstance(given, str | int) and str(given).isascii() and str(given).isdigit() else 0


def _texts(request: AgentRequest, count: int) -> dict[int, str]:
    """Read the words that were looked over, by the step's place."""
    there = {place: request.POST.get(f"text-{place}") for place in range(count)}
    return {place: text.clean(words, limit=LONGEST) for place, words in there.items() if words is not None}


def _run_id(request: AgentRequest) -> UUID:
    try:
        return UUID(request.POST.get("run_id", ""))
    except ValueError:
        return uuid4()
