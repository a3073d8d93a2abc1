"""The board: everything as it is now, whole, or the part that is fetched anew."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.board import queries, today
from rafiq.board.queries.now import PEOPLE
from rafiq.platform import text
from rafiq.platform.ui import pages, paging

MOST_PEOPLE = 400


class Board(ForSupervisors):
    """Who waits, what is at risk, who does what; narrowed to a queue's line, a team's people, a name."""

    def get(self, request: AgentRequest) -> HttpResponse:
        at = timezone.now()
        queue, team = paging.natural(request.GET.get("queue")), paging.natural(request.GET.get("team"))
        name = text.clean(request.GET.get("q", ""), limit=80)
        people = min(max(paging.natural(request.GET.get("people")) or PEOPLE, PEOPLE), MOST_PEOPLE)
        found = queries.now(request.user, at=at, queue_id=queue, team_id=team, name=name, people=people)
        said = {"queue": "" if queue is None else queue, "team": team, "q": name}
        kept = {key: value for key, value in said.items() if value not in (None, "")}
        more = found.found > people and people < MOST_PEOPLE
        context = {
            "now": found, "today": today.today(at=at, is_rtl=request.user.language != "en"), "at": at,
            "queue": queue, "team": team, "name": name, "teams": accounts.teams(),
            "query": urlencode(kept | ({"people": people} if people > PEOPLE else {})),
            "more": urlencode(kept | {"people": people * 2}) if more else "",
        }  # fmt: skip
        return pages.show(request, "board/board.html", context, part="now")
