"""What is lacking before a conversation is closed, made good and closed in one go; and the fields alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform import text
from rafiq.practice import queries, services
from rafiq.practice.forms import Noting
from rafiq.practice.queries.approvals import held_up_by
from rafiq.practice.views import common
from rafiq.practice.views.shown import ShownList, shown_lists

MOST_STEPS = 60
_ANSWER = "answer-"


class Closing(ForAgents):
    """GET: what is lacking. POST: it is filled in and done, and the conversation closed, if nothing is lacking then."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        return self._dialog(request, conversation, _form(conversation, None, is_closing=True))

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        form = _form(conversation, request, is_closing=True)
        if not form.is_valid():
            return self._dialog(request, conversation, form, status=422)
        if form.rivals():
            return self._dialog(request, conversation, form, status=409)
        what: dict[str, Any] = {
            "values": form.changed_values(),
            "steps": _steps(request),
            "by": request.user,
            "at": timezone.now(),
        }
        try:
            services.close(conversation, **what)
        except inbox.NotReady:
            form = _form(common.find(request, pk), None, is_closing=True)
            return self._dialog(request, conversation, form, status=422, is_refused=True)
        except (inbox.AlreadyResolved, inbox.NotOpen):
            return common.refused(request, conversation, _("Somebody closed it a moment before you."))
        except (services.NoSuchField, services.BadValues, services.NoSuchStep, services.NoAnswer):
            form = _form(common.find(request, pk), request, is_closing=True)
            form.full_clean()
            return self._dialog(request, conversation, form, status=409, is_refused=True)
        undo = reverse("inbox:resolution", args=[pk])
        context = {"words": pgettext("done", "Closed"), "undo": undo, "conversation": conversation}
        return common.changed(render(request, "inbox/_toast.html", context), conversation)

    def _dialog(
        self,
        request: AgentRequest,
        conversation: Conversation,
        form: Noting,
        *,
        status: int = 200,
        is_refused: bool = False,
    ) -> HttpResponse:
        form.focus_first_error()
        context = {
            "conversation": conversation, "form": form, "lists": _lacking_steps(conversation, request),
            "held_up_by": held_up_by(conversation), "is_refused": is_refused,
        }  # fmt: skip
        return render(request, "practice/_closing.html", context, status=status)


class Fields(ForAgents):
    """GET: the fields of a conversation. POST: they are noted, open or closed."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        return self._dialog(request, conversation, _form(conversation, None))

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        form = _form(conversation, request)
        if not form.is_valid():
            return self._dialog(request, conversation, form, status=422)
        if form.rivals():
            return self._dialog(request, conversation, form, status=409)
        try:
            services.fill(conversation, form.changed_values(), by=request.user, at=timezone.now())
        except (services.NoSuchField, services.BadValues):
            return self._dialog(request, conversation, _form(conversation, request), status=409)
        return common.changed(HttpResponse(), conversation)

    def _dialog(
        self, request: AgentRequest, conversation: Conversation, form: Noting, *, status: int = 200
    ) -> HttpResponse:
        form.focus_first_error()
        return render(request, "practice/_fields.html", {"conversation": conversation, "form": form}, status=status)


def _form(conversation: Conversation, request: HttpRequest | None, *, is_closing: bool = False) -> Noting:
    noted = [one for one in queries.fields_of(conversation) if one.is_meant or not is_closing]
    return Noting(request.POST if request else None, noted=noted, is_closing=is_closing, auto_id="noting_%s")


def _lacking_steps(conversation: Conversation, request: AgentRequest) -> list[ShownList]:
    """List the procedures of which required steps are left, with those alone."""
    found = []
    for one in shown_lists(queries.followed(conversation), conversation, request.user):
        lacking = {step.key for step in one.followed.lacking}
        steps = tuple(step for step in one.steps if step.item.step.key in lacking)
        if steps:
            found.append(ShownList(one.followed, steps))
    return found


def _steps(request: HttpRequest) -> list[tuple[int, str, str]]:
    """Read which steps were done (`step`) and what was answered (`answer-…`); what names no step is passed over."""
    said = [(name, "") for name in request.POST.getlist("step")]
    said += [(name.removeprefix(_ANSWER), str(request.POST[name])) for name in request.POST if name.startswith(_ANSWER)]
    return [found for name, answer in said[:MOST_STEPS] if (found := _step(name, answer))]


def _step(name: str, answer: str) -> tuple[int, str, str] | None:
    """Read the number of a procedure and the key of a step, such as `7-s2`."""
    number, _dash, key = name.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return int(number), text.clean(key, limit=20), text.clean(answer, limit=20)
