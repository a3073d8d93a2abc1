"""A conversation is moved from the board: a form in a dialog, by keyboard as by mouse."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.board import forms, services
from rafiq.board.views import common
from rafiq.inbox.models import Conversation
from rafiq.platform.ui import pages
from rafiq.routing import services as routing

REFUSALS: dict[type[Exception], tuple[int, Promise]] = {
    services.MovedMeanwhile: (409, _("It is elsewhere by now: somebody took, moved or closed it. Look at it again.")),
    services.NobodyThere: (422, _("That team or colleague is not there any more.")),
    routing.QueueGone: (422, _("That queue was removed or switched off.")),
    routing.NobodyWaits: (422, _("The customer is owed nothing just now, so it cannot wait in a queue.")),
}


class Move(ForSupervisors):
    """GET: where to, and why. POST: do it, if it is still where it was shown."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.conversation_of(request, pk)
        return self._form(request, conversation, _fresh(conversation))

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.conversation_of(request, pk)
        form = forms.Move(request.POST)
        if not form.is_valid():
            form.focus_first_error()
            return self._form(request, conversation, form, status=422)
        said = form.cleaned_data
        try:
            services.move(
                conversation, to=forms.target_of(said["to"]), reason=said["reason"], seen=said["seen"],
                client_id=said["client_id"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except tuple(REFUSALS) as refusal:
            status, words = REFUSALS[type(refusal)]
            shown = _fresh(common.conversation_of(request, pk)) if status == 409 else form
            return self._form(request, conversation, shown, problem=str(words), status=status)
        response = render(request, "board/_moved_to.html", {"to": dict(_flat(form))[said["to"]]})
        response["HX-Trigger"] = f"{conversation.topic}, inbox, moved"
        return response

    def _form(
        self, request: AgentRequest, conversation: Conversation, form: forms.Move, *, problem: str = "",
        status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        context = {"conversation": conversation, "form": form, "problem": problem}
        return pages.show(request, "board/move.html", context, part="form", status=status)


def _fresh(conversation: Conversation) -> forms.Move:
    return forms.Move(initial={"seen": services.state_of(conversation), "client_id": uuid4()})


def _flat(form: forms.Move) -> list[tuple[str, str]]:
    """List all choices without their groups."""
    found: list[tuple[str, str]] = []
    for key, label in form.fields["to"].choices:  # type: ignore[attr-defined]  # a field that is chosen from
        found += label if isinstance(label, list) else [(key, label)]
    return found
