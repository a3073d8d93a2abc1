"""What views beside conversations share."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from rafiq.accounts.permissions import AgentRequest
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation


def find(request: AgentRequest, pk: int) -> Conversation:
    """Return a conversation this agent may see, with its channel.

    Raises:
        Http404: if there is none; what is hidden does not exist.
    """
    found = inbox.visible_to(request.user).select_related("channel").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def changed(response: HttpResponse, conversation: Conversation) -> HttpResponse:
    """Let the page of whoever did it look again, by the same event that pokes everybody else's."""
    response["HX-Trigger"] = f"{conversation.topic}, inbox, counts"
    return response


def refused(request: AgentRequest, conversation: Conversation, words: str) -> HttpResponse:
    """Say why it could not be done (409), and let the page look at what is."""
    context = {"words": words, "is_refusal": True}
    return changed(render(request, "inbox/_toast.html", context, status=409), conversation)
