"""Answers and notes, tries again, and what helps writing: canned replies and mentions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import forms, queries, services
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Conversation, Message
from rafiq.inbox.presentation import canned, prepared, ways
from rafiq.inbox.views import common
from rafiq.inbox.views.desk import Beginning, fresh, writing
from rafiq.platform import text

_REFUSALS: dict[type[Exception], Promise | None] = {
    prepared.CannotSend: None,  # says it itself
    services.EmptyMessage: gettext_lazy("The files are gone. Please attach them again."),
    services.NoSuchWay: gettext_lazy("The customer cannot be reached like that any more. Choose another way."),
    services.AlreadyJoined: gettext_lazy("This conversation was joined into another one. Answer there."),
}


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
            message, said = self.write(conversation, form.cleaned_data)
        except services.IdUsed:
            return self._ask_again(request, conversation, form)
        except tuple(_REFUSALS) as refusal:
            kept = _kept(form, self.mode, [str(_REFUSALS[type(refusal)] or refusal)])
            return self._composer(request, conversation, kept, status=422)
        if message.text != said:
            # The first try arrived although no answer came back, and was changed since: nothing may get lost.
            return self._ask_again(request, conversation, form)
        beginning = fresh(self.mode, way=form.cleaned_data.get("way", ""))
        return common.changed(self._composer(request, conversation, beginning), conversation)

    def write(self, conversation: Conversation, values: dict[str, Any]) -> tuple[Message, str]:
        """Write it; return the message, and the words it is to have."""
        at = timezone.now()
        way = _way(conversation, values["way"])
        body, extras = prepared.compose(way, values, at=at)
        message = services.reply(
            conversation=conversation, author=self.request.user, body=body, files=values["attached"],
            client_id=values["client_id"], way=way, extras=_extras(way, values) | extras, at=at,
        )  # fmt: skip
        return message, body

    def _ask_again(self, request: AgentRequest, conversation: Conversation, form: forms.Writing) -> HttpResponse:
        problem = _("What you had written before was sent already. Send this too, if you still want to.")
        kept = _kept(form, self.mode, [problem], client_id=str(uuid4()))
        return common.changed(self._composer(request, conversation, kept, status=422), conversation)

    def _composer(
        self, request: AgentRequest, conversation: Conversation, beginning: Beginning, *, status: int = 200
    ) -> HttpResponse:
        context = {"conversation": conversation, "is_answer": True}
        context |= writing(conversation, queries.ways(conversation), beginning)
        return render(request, "inbox/_composer.html", context, status=status)


class Notes(Messages):
    """POST: a note among the staff."""

    mode = "note"
    form_class = forms.Note

    def write(self, conversation: Conversation, values: dict[str, Any]) -> tuple[Message, str]:
        message = services.write_note(
            conversation=conversation, author=self.request.user, body=values["text"], files=values["attached"],
            client_id=values["client_id"], mentioned=values["mentioned"], at=timezone.now(),
        )  # fmt: skip
        return message, values["text"]


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
    said = {name: str(form.data.get(name, "")) for name in ("way", "subject", "cc", "template")}
    blanks = tuple(forms.Lines().to_python(form.given("blank")))
    return Beginning(client_id or str(given or uuid4()), form.said, mode, tuple(problems), blanks=blanks, **said)


def _way(conversation: Conversation, named: str) -> Way | None:
    """Find the way a form names; none named is the first there is, if any.

    Raises:
        NoSuchWay: if there is no such way (any more).
    """
    found = next((way for way in queries.ways(conversation) if named in ("", way.value)), None)
    if found is None and named:
        raise services.NoSuchWay
    return found


def _extras(way: Way | None, values: dict[str, Any]) -> dict[str, Any]:
    """Keep what only a mail has."""
    if way is None or not ways.has_subject(way.kind):
        return {}
    return {name: values[name] for name in ("subject", "cc") if values[name]}
