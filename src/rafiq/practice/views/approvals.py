"""Wishes to be allowed something: asked in a conversation, listed, decided, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform.ui import pages
from rafiq.practice import queries, services
from rafiq.practice.forms import Asking as AskingForm
from rafiq.practice.forms import Deciding as DecidingForm
from rafiq.practice.queries import Wish
from rafiq.practice.views import common

_REFUSALS: dict[type[Exception], tuple[str | None, Promise]] = {
    services.NoReason: ("reason", gettext_lazy("Say why.")),
    services.NoAmount: ("amount", gettext_lazy("Say how much.")),
    services.NotNeeded: ("amount", gettext_lazy("So small an amount needs no approval. Go ahead.")),
    services.NobodyToAsk: (None, gettext_lazy("There is nobody who could approve it. Ask an administrator.")),
    services.AlreadyAsked: (None, gettext_lazy("This waits for approval in this conversation already.")),
    services.NoSuchKind: (None, gettext_lazy("This cannot be asked for here any more.")),
    inbox.NotOpen: (None, gettext_lazy("It is closed already. Open it again first.")),
}
_UNDECIDED: dict[type[Exception], Promise] = {
    services.NoReason: gettext_lazy("Say why you refuse."),
    services.AlreadyEnded: gettext_lazy("It does not wait any more: somebody decided, or it was withdrawn."),
    services.AlreadyDecided: gettext_lazy("You have decided already."),
    services.NotAnApprover: gettext_lazy("Somebody else has to decide this: nobody approves their own request."),
}


class Asking(ForAgents):
    """GET: what can be asked for. POST: it is asked for."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        return self._dialog(request, conversation, self._form(request, conversation))

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        form = self._form(request, conversation)
        if not form.is_valid():
            return self._dialog(request, conversation, form, status=422)
        said = form.cleaned_data
        what: dict[str, Any] = {
            "reason": said["reason"],
            "amount": said.get("amount"),
            "by": request.user,
            "at": timezone.now(),
        }
        try:
            services.ask(conversation, standard_id=int(said["what"]), **what)
        except tuple(_REFUSALS) as refusal:
            field, words = _REFUSALS[type(refusal)]
            form.add_error(field if field in form.fields else None, str(words))
            return self._dialog(request, conversation, form, status=422)
        return common.changed(HttpResponse(), conversation)

    def _form(self, request: AgentRequest, conversation: Conversation) -> AskingForm:
        data = request.POST if request.method == "POST" else None
        return AskingForm(data, askable=queries.askable(conversation), agent=request.user, auto_id="asking_%s")

    def _dialog(
        self, request: AgentRequest, conversation: Conversation, form: AskingForm, *, status: int = 200
    ) -> HttpResponse:
        form.focus_first_error()
        return render(request, "practice/_asking.html", {"conversation": conversation, "form": form}, status=status)


class Approvals(ForAgents):
    """What waits for this agent, what they asked for, what they decided."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return pages.show(request, "practice/approvals.html", _lists(request), part="lists")


class Deciding(ForAgents):
    """POST: yes or no."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        wish = _find(request, pk)
        form = DecidingForm(request.POST)
        if not form.is_valid():
            return _told(request, wish, _("Say yes or no, and in at most 500 letters why."), status=422)
        said = form.cleaned_data
        what: dict[str, Any] = {"is_granted": said["is_granted"] == "1", "reason": said["reason"]}
        try:
            services.decide(wish.approval, **what, by=request.user, at=timezone.now())
        except tuple(_UNDECIDED) as refusal:
            status = 422 if isinstance(refusal, services.NoReason) else 409
            return _told(request, wish, str(_UNDECIDED[type(refusal)]), status=status)
        return _told(request, wish, "")


class Withdrawal(ForAgents):
    """POST: whoever asked does not need it any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        wish = _find(request, pk)
        try:
            services.withdraw(wish.approval, by=request.user, at=timezone.now())
        except services.NotAnApprover:
            return _told(request, wish, _("Only whoever asked can withdraw it."), status=409)
        except services.AlreadyEnded:
            return _told(request, wish, str(_UNDECIDED[services.AlreadyEnded]), status=409)
        return _told(request, wish, "")


def _find(request: AgentRequest, pk: int) -> Wish:
    """Return a wish this agent has to do with.

    Raises:
        Http404: if there is none.
    """
    found = queries.one_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def _told(request: AgentRequest, wish: Wish, problem: str, *, status: int = 200) -> HttpResponse:
    """Let the page look again (a conversation's side by its own event), or lead back to the list without htmx."""
    if not pages.is_partial(request):
        if not problem:
            return pages.go(request, reverse("practice:approvals"))
        return render(request, "practice/approvals.html", {**_lists(request), "problem": problem}, status=status)
    context = {"words": problem, "is_refusal": True}
    response = render(request, "inbox/_toast.html", context, status=status) if problem else HttpResponse(status=204)
    response["HX-Trigger"] = f"{wish.approval.conversation.topic}, approvals, inbox, counts"
    return response


def _lists(request: AgentRequest) -> dict[str, object]:
    agent = request.user
    return {
        "waiting": queries.waiting_for(agent), "asked": queries.asked_by(agent), "decided": queries.decided_by(agent)
    }  # fmt: skip
