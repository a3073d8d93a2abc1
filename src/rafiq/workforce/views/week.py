"""The week as a picture: covered, thin and uncovered hours."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views import View

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import ForSupervisors
from rafiq.platform import calendars
from rafiq.platform.ui import pages
from rafiq.workforce import queries

FARTHEST = 60
"""Weeks before and after this one that can be looked at."""


class WeekPage(ForSupervisors, View):
    """One week of some teams in the reader's zone, beginning where the reader's weeks do."""

    def get(self, request: HttpRequest) -> HttpResponse:
        reader, teams = self.request.user, list(accounts.teams())
        given = set(request.GET.getlist("team"))
        chosen = [team for team in teams if str(team.pk) in given] if given else teams
        away = _weeks(request.GET.get("week", ""))
        today = calendars.local_date(timezone.now(), zone=reader.time_zone)
        language = get_language() or "en"
        first = _first_day(today, language) + timedelta(weeks=away)
        shown = queries.picture([one.pk for one in chosen], zone=reader.time_zone, first=first, language=language)
        context = {
            "picture": shown, "teams": teams, "chosen": {one.pk for one in chosen}, "today": today, "hours": range(24),
            "away": away, "before": away - 1, "after": away + 1,
            "query": "&".join(f"team={one.pk}" for one in chosen) if given else "",
        }  # fmt: skip
        return pages.show(request, "workforce/week.html", context)


def _weeks(given: str) -> int:
    try:
        return max(-FARTHEST, min(FARTHEST, int(given)))
    except ValueError:
        return 0


def _first_day(today: date, language: str) -> date:
    return today - timedelta(days=(today.weekday() - calendars.first_weekday(language)) % 7)
