"""A supervisor follows a conversation live without having it, whispers, and goes; the agent sees who is there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.board import forms, queries, services
from rafiq.board.views import common
from rafiq.customers.presentation import known_as
from rafiq.inbox import queries as inbox
from rafiq.inbox import registry
from rafiq.inbox import services as desk
from rafiq.inbox.models import Conversation
from rafiq.inbox.presentation import facts, present


class Listen(ForSupervisors):
    """GET: the conversation as it goes on. PUT: they are still there. DELETE: they go."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.conversation_of(request, pk)
        services.follow(conversation, by=request.user, at=timezone.now())
        context = _heard(request, conversation) | {
            "form": forms.Whisper(initial={"client_id": uuid4()}), "is_shown": services.shows_listening(),
            "listened": queries.listenings_of(pk),
        }  # fmt: skip
        return render(request, "board/listen.html", context)

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        services.follow(common.conversation_of(request, pk), by=request.user, at=timezone.now())
        return HttpResponse(status=204)

    def delete(self, request: AgentRequest, pk: int) -> HttpResponse:
        services.leave(common.conversation_of(request, pk), by=request.user, at=timezone.now())
        return HttpResponse(status=204)


class Heard(ForSupervisors):
    """What was said so far; nothing is marked as read."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        return render(request, "board/listen.html#heard", _heard(request, common.conversation_of(request, pk)))


class Whisper(ForSupervisors):
    """POST: an internal note that whoever has the conversation sees at once."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.conversation_of(request, pk)
        form, status = forms.Whisper(request.POST), 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                services.whisper(
                    conversation, body=said["text"], client_id=said["client_id"], by=request.user, at=timezone.now()
                )
            except desk.EmptyMessage:
                form.add_error("text", _("Write something first."))
            except desk.IdUsed:
                form.add_error("text", _("It was sent before. Write it anew."))
            else:
                form, status = forms.Whisper(initial={"client_id": uuid4()}), 200
        context = {"form": form, "conversation": conversation}
        response = render(request, "board/listen.html#whisper", context, status=status)
        response["HX-Trigger"] = f"{conversation.topic}, inbox"
        return response


class Listeners(ForAgents):
    """Who listens in to this conversation, above the composer of whoever looks at it."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        if not inbox.may_see(request.user, [pk]):
            raise Http404
        return render(request, "board/_listeners.html", {"names": queries.listeners(pk, reader=request.user)})


def _heard(request: AgentRequest, conversation: Conversation) -> dict[str, Any]:
    """Read the newest stretch of what was said and done."""
    stretch, customer = inbox.timeline(conversation), conversation.customer
    said = [item for item in stretch.items if isinstance(item, inbox.MessageRow) and item.kind != "NOTE"]
    telling = facts.Telling(
        inbox.names(), known_as(customer.shown_name, customer.pk), request.user,
        registry.verdicts_of([conversation.pk]).get(conversation.pk),
        views=registry.message_views((row.id, row.channel_kind) for row in said),
    )  # fmt: skip
    shown = present(stretch, telling, own_channel=conversation.channel_id, at=timezone.now())
    return {"conversation": conversation, "timeline": shown}
