"""The palette that finds whatever there is to do, and the first of what the one search finds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import queries as customers
from rafiq.inbox import queries
from rafiq.inbox.presentation import canned, palette
from rafiq.platform import text
from rafiq.platform.search import sources
from rafiq.platform.search.sources import Filters, Group
from rafiq.platform.ui.paging import natural

LONGEST = 200


class Palette(ForAgents):
    """What the words typed so far may mean: things to do, places, conversations, customers."""

    def get(self, request: AgentRequest) -> HttpResponse:
        wanted = text.clean(request.GET.get("q", ""), limit=LONGEST)
        found = queries.visible_to(request.user).select_related("customer")
        conversation = found.filter(pk=natural(request.GET.get("open")) or 0).first()
        is_open = conversation is not None
        context = {
            "groups": palette.matching(wanted, agent=request.user, is_conversation_open=is_open),
            "canned": canned.choices(wanted, conversation, agent=request.user, limit=4)
            if conversation and wanted
            else [],
            "hits": queries.search(request.user, wanted, limit=5) if wanted else [],
            "customers": customers.search(wanted, limit=5) if wanted else [],
            "besides": _besides(request.user, wanted),
            "wanted": wanted,
        }
        return render(request, "inbox/_palette.html", context)


def _besides(agent: Agent, wanted: str) -> list[Group]:
    """Find what is not listed here by itself: articles, and whatever else registers with the one search."""
    own = {"conversations", "customers", "canned"}
    asked = [source.name for source in sources.all_sources() if source.name not in own]
    return [group for name in asked for group in sources.search(agent, wanted, Filters(), kind=name, limit=4)]
