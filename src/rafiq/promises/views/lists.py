"""What is promised just now."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.platform.ui import pages, paging
from rafiq.promises import queries
from rafiq.promises.models import Kind
from rafiq.promises.queries.open import PAGE

STATES = ("RISK", "BROKEN", "PAUSED")


class OpenPromises(ForAgents):
    """Open promises, what is due first on top; agents see those of conversations they may see."""

    def get(self, request: AgentRequest) -> HttpResponse:
        given = request.GET
        kind = given.get("kind", "") if given.get("kind", "") in Kind.values else ""
        state = given.get("state", "") if given.get("state", "") in STATES else ""
        wanted = queries.Wanted(kind=kind, state=state, team_id=paging.natural(given.get("team", "")))
        found = queries.open_promises(request.user, wanted, at=timezone.now(), after=paging.key(given.get("after", "")))
        hidden = accounts.hidden_teams(request.user).values("pk")
        said = {"kind": kind, "state": state, "team": wanted.team_id}
        context = {
            "found": found, "wanted": wanted, "kinds": Kind.choices, "teams": accounts.teams().exclude(pk__in=hidden),
            "query": urlencode({name: value for name, value in said.items() if value}),
            "after": _after(found[-1]) if len(found) == PAGE else "",
        }  # fmt: skip
        return pages.show(request, "promises/list.html", context, part="found")


def _after(last: queries.OpenPromise) -> str:
    moment = last.paused_at or last.due_at
    return paging.written(moment, last.id) if moment else ""
