"""When people are there: the company's usual week and a team's own, and what is different on some days."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Team
from rafiq.accounts.permissions import ForAdministrators
from rafiq.platform.ui.editing import Edit, State
from rafiq.workforce import forms, hours, queries, services
from rafiq.workforce.models import OpeningHours

DAYS = range(7)


def week_state(week: hours.Week) -> State:
    """Return what the seven fields of a week show."""
    shown, language = week if len(week) == 7 else [[] for _day in DAYS], get_language() or "en"
    return {f"day_{day}": hours.write(shown[day], language=language) for day in DAYS}


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
        country, region = (row.country, row.region) if row else ("", "")
        shown = {"time_zone": zone, "country": country, "region": f"{country}-{region}" if region else ""}
        return shown | week_state(row.week if row else [])

    def save(self, row: OpeningHours | None, *, values: State, at: datetime) -> str:
        services.save_hours(
            team=self.team(), week=[values[f"day_{day}"] for day in DAYS], time_zone=values["time_zone"],
            country=values["country"], region=values["region"], by=self.request.user, at=at,
        )  # fmt: skip
        return _("The opening hours were saved.")

    def context(self, row: OpeningHours | None) -> State:
        team, at = self.team(), timezone.now()
        back = reverse("accounts:team", args=[team.pk]) if team else reverse("accounts:settings")
        shown: State = {"team": team, "back": back}
        if row is not None:
            shown |= {
                "never": queries.never_opens(row, at=at), "days": queries.days_ahead(row, at=at),
                "imports": list(queries.imports(row)),
            }  # fmt: skip
        return shown


class TeamHours(CompanyHours):
    """A team's own week."""

    def team(self) -> Team:
        return get_object_or_404(Team, pk=self.kwargs["pk"])


def page_of(row: OpeningHours) -> str:
    """Return the address of the page of some hours."""
    return reverse("workforce:team_hours", args=[row.team_id]) if row.team_id else reverse("workforce:hours")
