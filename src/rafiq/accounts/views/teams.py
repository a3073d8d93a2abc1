"""Teams: who shares which conversations. Supervisors read, administrators change."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts import forms, queries, services
from rafiq.accounts.models import Agent, Team
from rafiq.accounts.permissions import AgentRequest, ForAdministrators, ForSupervisors
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State


class Teams(ForSupervisors, View):
    """All teams with the faces of their members."""

    def get(self, request: AgentRequest) -> HttpResponse:
        members = Prefetch("members", queryset=queries.active_agents())
        teams = sorted(queries.teams().prefetch_related(members), key=lambda team: text.sort_key(team.name))
        return pages.show(request, "accounts/teams.html", {"teams": teams})


class TeamPage(ForAdministrators, Edit[Team]):
    """A new team, or one there is."""

    template_name = "accounts/team.html"
    form_class = forms.EditTeam
    refusals: ClassVar = {services.NameTaken: ("name", gettext_lazy("Another team has this name."))}

    def rows(self) -> QuerySet[Team]:
        return Team.objects.all()

    def state(self, row: Team | None) -> State:
        if row is None:
            return {"name": "", "is_private": False, "members": []}
        members = sorted(str(pk) for pk in row.members.values_list("pk", flat=True))
        return {"name": row.name, "is_private": row.is_private, "members": members}

    def save(self, row: Team | None, *, values: State, at: datetime) -> str:
        member_ids = [int(one) for one in values["members"]]
        services.save_team(
            row, name=values["name"], is_private=values["is_private"], member_ids=member_ids,
            by=self.request.user, at=at,
        )  # fmt: skip
        return _("The team %(name)s was saved.") % {"name": values["name"]}

    def form_options(self) -> State:
        return {"agents": [(str(agent.pk), agent.name) for agent in _members(self.kwargs.get("pk"))]}

    def where_next(self) -> str:
        return reverse("accounts:teams")


class TeamRemoval(ForAdministrators, View):
    """A team that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        team = get_object_or_404(Team, pk=pk)
        services.remove_team(team, by=request.user, at=timezone.now())
        messages.success(request, _("The team %(name)s was removed.") % {"name": team.name})
        return pages.go(request, reverse("accounts:teams"))


def _members(team_id: int | None) -> list[Agent]:
    """Offer whoever may sign in, and whoever is in the team though they may not: saving must not drop them unseen."""
    offered = Agent.objects.filter(is_active=True)
    if team_id is not None:
        offered = (offered | Agent.objects.filter(teams=team_id)).distinct()
    return sorted(offered, key=lambda agent: text.sort_key(agent.name))
