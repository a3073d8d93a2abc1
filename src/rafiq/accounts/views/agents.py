"""Who works here: the list, the invitations, and what each may do."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts import forms, queries, services
from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State


def team_choices() -> list[tuple[str, str]]:
    """List the teams for a form."""
    return [(str(team.pk), team.name) for team in queries.teams()]


class Agents(ForAdministrators, View):
    """Everybody on the staff, and those who are invited."""

    def get(self, request: HttpRequest) -> HttpResponse:
        company = queries.company()
        form = forms.Invite(initial={"language": company.language}, teams=team_choices())
        return self._page(form)

    def post(self, request: AgentRequest) -> HttpResponse:
        """Invite somebody; the link is shown once, in this answer, and kept nowhere."""
        form = forms.Invite(request.POST, teams=team_choices())
        if not form.is_valid():
            return self._page(form, status=422)
        values = dict(form.cleaned_data)
        team_ids = [int(one) for one in values.pop("teams")]
        try:
            invitation, token = services.invite(**values, team_ids=team_ids, by=request.user, at=timezone.now())
        except services.AlreadyOnStaff:
            form.add_error("email", _("Somebody with this e-mail works here already."))
            return self._page(form, status=422)
        link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
        response = self._page(forms.Invite(teams=team_choices()), link=link, invited=invitation.email, status=201)
        response["Cache-Control"] = "no-store"
        return response

    def _page(self, form: forms.Invite, *, link: str = "", invited: str = "", status: int = 200) -> HttpResponse:
        form.focus_first_error()
        context = {
            "form": form,
            "link": link,
            "invited": invited,
            "agents": sorted(queries.all_agents(), key=lambda one: (not one.is_active, text.sort_key(one.name))),
            "invitations": queries.open_invitations(at=timezone.now()),
        }
        return pages.show(self.request, "accounts/agents.html", context, part="staff", status=status)


class Withdrawal(ForAdministrators, View):
    """An invitation taken back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.withdraw(pk)
        messages.success(request, _("The invitation was withdrawn; its link does not work any more."))
        return pages.go(request, reverse("accounts:agents"))


class AgentPage(ForAdministrators, Edit[Agent]):
    """Role, teams, and whether somebody may sign in."""

    template_name = "accounts/agent.html"
    form_class = forms.ChangeAgent
    refusals: ClassVar = {
        services.LastAdministrator: (
            None,
            gettext_lazy(
                "This is the only administrator. Make somebody else administrator first; "
                "otherwise nobody could change these settings any more."
            ),
        )
    }

    def rows(self) -> QuerySet[Agent]:
        return Agent.objects.all()

    def state(self, row: Agent | None) -> State:
        assert row is not None  # noqa: S101  # agents are invited, never made here
        teams = sorted(str(pk) for pk in queries.team_ids(row))
        return {"role": row.role, "is_active": row.is_active, "teams": teams}

    def save(self, row: Agent | None, *, values: State, at: datetime) -> str:
        assert row is not None  # noqa: S101  # agents are invited, never made here
        team_ids = [int(one) for one in values["teams"]]
        services.change_agent(
            row, role=values["role"], is_active=values["is_active"], team_ids=team_ids, by=self.request.user, at=at
        )
        if not row.is_active:
            return _("%(name)s is signed out and cannot sign in any more.") % {"name": row.name}
        return _("%(name)s was saved.") % {"name": row.name}

    def form_options(self) -> State:
        return {"teams": team_choices()}

    def where_next(self) -> str:
        return reverse("accounts:agents")
