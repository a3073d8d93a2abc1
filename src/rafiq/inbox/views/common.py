"""What the inbox's views share: finding what may be seen, reading PUT bodies, letting everybody look again."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from rafiq.accounts.permissions import AgentRequest
from rafiq.inbox import queries, registry
from rafiq.inbox.contracts import Lacking
from rafiq.inbox.models import Conversation


def find(request: AgentRequest, pk: int) -> Conversation:
    """Return a conversation this agent may see.

    Raises:
        Http404: if there is none; what is hidden does not exist.
    """
    found = queries.visible_to(request.user).select_related("customer", "channel").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def body(request: AgentRequest) -> QueryDict:
    """Read a form that came by another way than POST."""
    return request.POST if request.method == "POST" else QueryDict(request.body, encoding="utf-8")


def changed(response: HttpResponse, conversation: Conversation) -> HttpResponse:
    """Let the page of whoever did it look again, by the same events that poke everybody else's."""
    response["HX-Trigger"] = f"{conversation.topic}, inbox, counts"
    return response


def done(request: AgentRequest, conversation: Conversation, words: str, *, undo: str = "") -> HttpResponse:
    """Say what was done, and offer to take it back where that is possible."""
    context = {"words": words, "undo": undo, "conversation": conversation}
    return changed(render(request, "inbox/_toast.html", context), conversation)


def refused(request: AgentRequest, conversation: Conversation, words: str) -> HttpResponse:
    """Say why it could not be done (409), and let the page look at what is."""
    context = {"words": words, "is_refusal": True}
    return changed(render(request, "inbox/_toast.html", context, status=409), conversation)


def not_ready(request: AgentRequest, conversation: Conversation, lacking: Sequence[Lacking]) -> HttpResponse:
    """Say what is lacking before it may be closed (409), and open what lets the agent make it good."""
    context = {"conversation": conversation, "lacking": lacking, "dialog": registry.closing_dialog()}
    return changed(render(request, "inbox/_not_ready.html", context, status=409), conversation)
