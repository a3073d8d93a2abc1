"""What the bot suggests to agents, above the composer."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.bot import services
from rafiq.bot.models import Turn
from rafiq.inbox import queries as inbox


class Suggestion(ForAgents):
    """The newest suggestion of a conversation; nothing where there is none."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        if not inbox.may_see(request.user, [pk]):
            raise Http404
        found = Turn.objects.filter(session__conversation=pk, state=Turn.State.SUGGESTED).order_by("-pk").first()
        return render(request, "bot/_suggestion.html", {"turn": found})


class Usage(ForAgents):
    """POST: an agent took it into the composer."""

    http_method_names = ["post"]
    state: ClassVar[str] = Turn.State.USED

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        turn = get_object_or_404(Turn.objects.select_related("session"), pk=pk)
        if not inbox.may_see(request.user, [turn.session.conversation_id]):
            raise Http404
        services.mark_suggestion(turn, state=self.state)
        return render(request, "bot/_suggestion.html", {"turn": None})


class Dismissal(Usage):
    """POST: an agent does not want it."""

    state = Turn.State.DISMISSED
