"""What alerts told: on the pages of those it concerns, and in the list of the past."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.board import presentation, queries, services
from rafiq.board.models import Episode, Notice
from rafiq.board.queries.alerts import PAGE
from rafiq.platform.ui import pages, paging


class Notices(ForAgents):
    """What this agent was told and has not seen."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return _told(request)


class NoticeSeen(ForAgents):
    """POST: they have read it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        services.see_notice(get_object_or_404(Notice, pk=pk, agent=request.user), at=timezone.now())
        return _told(request)


class Past(ForSupervisors):
    """All episodes, the newest first; the last day drawn."""

    def get(self, request: AgentRequest) -> HttpResponse:
        at = timezone.now()
        found = list(queries.past_alerts(after=paging.key(request.GET.get("after"))))
        lately = list(queries.past_alerts(since=at - presentation.SPAN))
        drawn = presentation.stripes(lately, at=at, is_rtl=request.user.language != "en")
        lanes: dict[str, list[presentation.Stripe]] = {}
        for one in drawn:
            lanes.setdefault(f"{one.episode.kind}|{one.episode.of}|{one.episode.threshold}", []).append(one)
        context = {
            "found": [(one, _seconds(one, at)) for one in found], "lanes": list(lanes.values()), "at": at,
            "begin": at - presentation.SPAN, "after": _written(found[-1]) if len(found) == PAGE else "",
        }  # fmt: skip
        return pages.show(request, "board/alerts.html", context, part="found")


def _told(request: AgentRequest) -> HttpResponse:
    return render(request, "board/_notices.html", {"notices": queries.told(request.user)})


def _seconds(one: Episode, at: datetime) -> float:
    return ((one.ended_at or at) - one.began_at).total_seconds()


def _written(last: Episode) -> str:
    return paging.written(last.began_at, last.pk)
