"""Screens on the wall: large figures, never a customer's name; by a secret address, or for whoever is logged in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.board import limits, queries
from rafiq.board.services.settings import digest
from rafiq.platform.ui import pages
from rafiq.routing.models import Queue

SECONDS = 20
PRIVATE = {
    "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
}  # fmt: skip


class OwnWall(ForSupervisors):
    """The wall as a supervisor may show it on any screen: all queues and teams, in their own language."""

    def get(self, request: AgentRequest) -> HttpResponse:
        queues = list(Queue.objects.filter(is_active=True).values_list("pk", flat=True))
        teams = [team.pk for team in accounts.teams()]
        language = request.user.language
        shown = {"theme": "dark", "seconds": SECONDS, "language": language, "digits_of": language}
        return _show(request, shown, queues=queues, teams=teams)


class Wall(View):
    """A screen whose address holds its secret. Whatever is wrong with it, there is no such page."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        address = str(request.META.get("REMOTE_ADDR", ""))
        now = timezone.now()
        if limits.is_shut(address, at=now):
            words = _("Too many tries from here. Wait a minute.")
            return HttpResponse(words, status=429, headers={**PRIVATE, "Retry-After": str(limits.SECONDS)})
        screen = queries.screen_of(digest(secret))
        if screen is None:
            limits.note_wrong(address, at=now)
            raise Http404
        shown = {
            "theme": screen.theme.lower(), "seconds": screen.seconds, "language": screen.language, "title": screen.name,
            "digits_of": "en" if screen.latin_digits else screen.language,
        }  # fmt: skip
        with translation.override(screen.language):
            return _show(request, shown, queues=screen.queues, teams=screen.teams)


def _show(request: HttpRequest, shown: dict[str, Any], *, queues: list[int], teams: list[int]) -> HttpResponse:
    at = timezone.now()
    language = shown["language"]
    context = shown | {
        "slides": queries.slides(at=at, queues=queues, teams=teams), "at": at,
        "direction": "ltr" if language == "en" else "rtl", "scheme": shown["theme"],
    }  # fmt: skip
    response = pages.show(request, "board/wall.html", context, part="slides")
    for name, value in PRIVATE.items():
        response[name] = value
    response["Content-Language"] = language
    return response
