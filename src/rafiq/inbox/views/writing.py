"""Answers and notes, tries again, and what helps writing: canned replies and mentions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import forms, registry, services
from rafiq.inbox.models import Conversation, Message
from rafiq.inbox.presentation import canned
from rafiq.inbox.views import common
from rafiq.inbox.views.desk import Beginning, fresh
from rafiq.platform import text


class Messages(ForAgents):
    """POST: an answer to the customer."""

    mode = "reply"
    form_class: type[forms.Writing] = forms.Reply

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._composer(request, conversation, _kept(form, self.mode, form.problems), status=422)
        try:
            message = self.write(conversation, form.cleaned_data)
        except services.EmptyMessage:
            problem = _("The files are gone. Please attach them again.")
            return self._composer(request, conversation, _kept(form, self.mode, [problem]), status=422)
        except services.IdUsed:
            return self._ask_again(request, conversation, form)
        if message.text != form.cleaned_data["text"]:
            # The first try arrived although no answer came back, and was changed since: nothing may get lost.
            return self._ask_again(request, conversation, form)
        return common.changed(self._composer(request, conversation, fresh(self.mode)), conversation)

    def write(self, conversation: Conversation, values: dict[str, Any]) -> Message:
        return services.reply(
            conversation=conversation, author=self.request.user, body=values["text"], files=values["attached"],
            client_id=values["client_id"], at=timezone.now(),
        )  # fmt: skip

    def _ask_again(self, request: AgentRequest, conversation: Conversation, form: forms.Writing) -> HttpResponse:
        problem = _("What you had written before was sent already. Send this too, if you still want to.")
        kept = _kept(form, self.mode, [problem], client_id=str(uuid4()))
        return common.changed(self._composer(request, conversation, kept, status=422), conversation)

    def _composer(
        self, request: AgentRequest, conversation: Conversation, beginning: Beginning, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "conversation": conversation,
            "composer": beginning,
            "adapter": registry.adapter_for(conversation.channel.kind),
            "is_answer": True,
        }
        return render(request, "inbox/_composer.html", context, status=status)


class Notes(Messages):
    """POST: a note among the staff."""

    mode = "note"
    form_class = forms.Note

    def write(self, conversation: Conversation, values: dict[str, Any]) -> Message:
        return services.write_note(
            conversation=conversation, author=self.request.user, body=values["text"], files=values["attached"],
            client_id=values["client_id"], mentioned=values["mentioned"], at=timezone.now(),
        )  # fmt: skip


class Delivery(ForAgents):
    """POST: try a failed message again."""

    def post(self, request: AgentRequest, pk: int, message_pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        message = get_object_or_404(conversation.messages, pk=message_pk)
        try:
            services.retry_delivery(message=message, by=request.user, at=timezone.now())
        except services.NotFailed:
            return common.refused(request, conversation, _("It is on its way already."))
        return common.changed(HttpResponse(status=204), conversation)


class Canned(ForAgents):
    """Canned replies that match, ready to insert."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        choices = canned.choices(_words(request), conversation, agent=request.user)
        return render(request, "inbox/_canned.html", {"choices": choices})


class Mentions(ForAgents):
    """Colleagues to mention."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        common.find(request, pk)
        wanted = text.fold(_words(request))
        agents = [one for one in accounts.active_agents() if wanted in text.fold(one.name) and one != request.user]
        return render(request, "inbox/_mentions.html", {"agents": agents[:8]})


def _words(request: AgentRequest) -> str:
    return text.clean(request.GET.get("q", ""), limit=80)


def _kept(form: forms.Writing, mode: str, problems: list[str], *, client_id: str = "") -> Beginning:
    """Return a composer with everything that was typed."""
    given = form.cleaned_data.get("client_id") if hasattr(form, "cleaned_data") else None
    return Beginning(client_id or str(given or uuid4()), form.said, mode, tuple(problems))
