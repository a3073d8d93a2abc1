"""One conversation: what was promised in it, and its priority."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform.ui import paging
from rafiq.promises import queries, services
from rafiq.promises.models import Level

_REFUSED = {
    services.NoSuchPolicy: gettext_lazy("This policy does not count any more."),
    services.NothingOpen: gettext_lazy("The conversation is closed: nothing is owed in it."),
}


class Promised(ForAgents):
    """Everything that was promised in a conversation, and the priorities to choose from."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = _find(request, pk)
        current = queries.levels_of([pk]).get(pk, Level.NORMAL)
        context = {
            "conversation": conversation, "found": queries.promises_of(pk), "current": current,
            **_given(pk, at=timezone.now()),
            "levels": [(level.value, level.label) for level in reversed(Level)],
        }  # fmt: skip
        return render(request, "promises/_conversation.html", context)


class PriorityOf(ForAgents):
    """PUT: it is more, or less, urgent."""

    http_method_names = ["put"]

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = _find(request, pk)
        level = QueryDict(request.body, encoding="utf-8").get("level", "")
        if level not in Level.values:
            words = _("There is no such priority.")
            return render(request, "inbox/_toast.html", {"words": words, "is_refusal": True}, status=422)
        services.set_priority(conversation=conversation, level=level, actor=request.user.actor, at=timezone.now())
        response = HttpResponse(status=204)
        response["HX-Trigger"] = f"{conversation.topic}, inbox"
        return response


class PolicyOf(ForAgents):
    """PUT: what a policy says is promised here; none named: only what is promised by itself."""

    http_method_names = ["put"]

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = _find(request, pk)
        said = QueryDict(request.body, encoding="utf-8").get("policy", "")
        now = timezone.now()
        try:
            services.give_policy(conversation, _offered(said, pk, at=now), actor=request.user.actor, at=now)
        except (services.NoSuchPolicy, services.NothingOpen) as refusal:
            words = _REFUSED[type(refusal)]
            return render(request, "inbox/_toast.html", {"words": words, "is_refusal": True}, status=422)
        response = HttpResponse(status=204)
        response["HX-Trigger"] = f"{conversation.topic}, inbox"
        return response


def _given(pk: int, *, at: datetime) -> dict[str, Any]:
    """Tell what was given, and what could be: a rule may have given one that is not offered to agents."""
    given = queries.given_policy(pk)
    offered = queries.to_give(at=at)
    if given and given not in [one.policy_id for one in offered]:
        offered += [one for one in queries.newest() if one.policy_id == given]
    return {"given": given, "policies": offered}


def _offered(said: str, pk: int, *, at: datetime) -> int | None:
    """Read which policy was chosen, of those that are offered.

    Raises:
        NoSuchPolicy: if it is none of them.
    """
    if not said:
        return None
    found = paging.natural(said)
    if found is None or found not in [*(one.policy_id for one in queries.to_give(at=at)), queries.given_policy(pk)]:
        raise services.NoSuchPolicy
    return found


def _find(request: AgentRequest, pk: int) -> Conversation:
    """Return a conversation this agent may see.

    Raises:
        Http404: if there is none.
    """
    found = inbox.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
