"""What stands beside a conversation: checklists, fields, approvals."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Role
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox.services import NotOpen
from rafiq.platform import text
from rafiq.practice import queries, services
from rafiq.practice.views import common
from rafiq.practice.views.shown import shown_lists

LONGEST = 500


class Beside(ForAgents):
    """GET: everything the company asks of this conversation, and what was done about it."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        lists = shown_lists(queries.followed(conversation), conversation, request.user)
        context: dict[str, Any] = {
            "conversation": conversation, "lists": lists,
            "fields": queries.fields_of(conversation), "wishes": queries.wishes_in(conversation, request.user),
            "askable": queries.askable(conversation) if conversation.is_open else [],
            "unready": queries.unready_of(conversation),
        }  # fmt: skip
        return render(request, "practice/_beside.html", context)


class Step(ForAgents):
    """PUT: a step is done (`answer` where it asks). DELETE: it is not."""

    http_method_names = ["put", "delete"]

    def put(self, request: AgentRequest, pk: int, standard_pk: int, step: str) -> HttpResponse:
        conversation = common.find(request, pk)
        answer = QueryDict(request.body, encoding="utf-8").get("answer", "")[:20]
        what: dict[str, Any] = {"standard_id": standard_pk, "step": step, "by": request.user, "at": timezone.now()}
        try:
            services.tick(conversation, answer=answer, **what)
        except NotOpen:
            return common.refused(request, conversation, _("It is closed already. Open it again first."))
        except (services.NoSuchStep, services.NoAnswer):
            return common.refused(request, conversation, _("This step is not there any more. Look again."))
        return common.changed(HttpResponse(status=204), conversation)

    def delete(self, request: AgentRequest, pk: int, standard_pk: int, step: str) -> HttpResponse:
        conversation = common.find(request, pk)
        what: dict[str, Any] = {"standard_id": standard_pk, "step": step, "by": request.user, "at": timezone.now()}
        try:
            services.untick(conversation, **what)
        except NotOpen:
            return common.refused(request, conversation, _("It is closed already. Open it again first."))
        except services.NoSuchStep:
            return common.refused(request, conversation, _("This step is not there any more. Look again."))
        return common.changed(HttpResponse(status=204), conversation)


class SetAside(ForAgents):
    """POST: a supervisor says that a procedure does not apply, and why."""

    needs = Role.SUPERVISOR
    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, standard_pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        reason = text.clean(request.POST.get("reason", ""), limit=LONGEST).strip()
        if not reason:
            return common.refused(request, conversation, _("Say why it does not apply."))
        what: dict[str, Any] = {"standard_id": standard_pk, "reason": reason, "by": request.user, "at": timezone.now()}
        try:
            services.set_aside(conversation, **what)
        except NotOpen:
            return common.refused(request, conversation, _("It is closed already. Open it again first."))
        except services.NoSuchStep:
            return common.refused(request, conversation, _("This step is not there any more. Look again."))
        return common.changed(HttpResponse(status=204), conversation)
