"""When people are there: the company's usual week, and a team's own."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Team
from rafiq.accounts.permissions import ForAdministrators
from rafiq.platform.ui.editing import Edit, State
from rafiq.workforce import forms, hours, services
from rafiq.workforce.models import OpeningHours

DAYS = range(7)


class CompanyHours(ForAdministrators, Edit[OpeningHours]):
    """The usual week of the company."""

    template_name = "workforce/hours.html"
    form_class = forms.EditHours

    def team(self) -> Team | None:
        """Return whose hours these are; None: the company's."""
        return None

    def rows(self) -> QuerySet[OpeningHours]:
        return OpeningHours.objects.filter(team=self.team())

    def find(self, *, is_locked: bool = False) -> OpeningHours | None:
        rows = self.rows().select_for_update(no_key=True, of=("self",)) if is_locked else self.rows()
        return rows.first()

    def state(self, row: OpeningHours | None) -> State:
        zone = row.time_zone if row else accounts.company().time_zone
        week = row.week if row and len(row.week) == 7 else [[] for _day in DAYS]
        language = get_language() or "en"
        return {"time_zone": zone} | {f"day_{day}": hours.write(week[day], language=language) for day in DAYS}

    def save(self, row: OpeningHours | None, *, values: State, at: datetime) -> str:
        week = [values[f"day_{day}"] for day in DAYS]
        zone = values["time_zone"]
        services.save_hours(team=self.team(), week=week, time_zone=zone, by=self.request.user, at=at)
        return _("The opening hours were saved.")

    def context(self, row: OpeningHours | None) -> State:
        team = self.team()
        back = reverse("accounts:team", args=[team.pk]) if team else reverse("accounts:settings")
        return {"team": team, "back": back}


class TeamHours(CompanyHours):
    """A team's own week."""

    def team(self) -> Team:
        return get_object_or_404(Team, pk=self.kwargs["pk"])
