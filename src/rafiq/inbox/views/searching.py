"""Search over everything said and everybody known, and the palette that finds whatever there is to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import queries as customers
from rafiq.inbox import queries
from rafiq.inbox.presentation import canned, palette, words
from rafiq.inbox.presentation.places import natural
from rafiq.platform import text

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A message that matched, cut down to what matters."""

    hit: queries.SearchHit
    parts: list[words.Part]


class Search(ForAgents):
    def get(self, request: AgentRequest) -> HttpResponse:
        wanted = text.clean(request.GET.get("q", ""), limit=LONGEST)
        hits = queries.search(request.user, wanted)
        context = {
            "wanted": wanted,
            "found": [Found(hit, words.snippet(hit.text, wanted)) for hit in hits],
            "customers": customers.search(wanted, limit=8),
        }
        if request.headers.get("HX-Target", "").endswith("#found"):
            return render(request, "inbox/_found.html", context)
        return render(request, "inbox/search.html", context)


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
            "wanted": wanted,
        }
        return render(request, "inbox/_palette.html", context)
