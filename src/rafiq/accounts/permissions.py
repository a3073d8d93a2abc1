"""Who may open a page: agents, supervisors, administrators. The log-in is asked for first, the role after."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from rafiq.accounts.models import Agent, Role
from rafiq.platform.ui import pages

RANK = {Role.AGENT: 0, Role.SUPERVISOR: 1, Role.ADMINISTRATOR: 2}


class AgentRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: Agent


class ForAgents(View):
    """A page for everybody on the staff; `needs` names the least role, `needs_to_change` the least one to change it."""

    needs: ClassVar[Role] = Role.AGENT
    needs_to_change: ClassVar[Role | None] = None
    request: AgentRequest

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Ask strangers to log in, refuse a role that is too low, then go on.

        Raises:
            PermissionDenied: shown as the page 403.
        """
        agent = request.user
        if not isinstance(agent, Agent):
            return _to_login(request)
        allowed = self.needs if request.method in {"GET", "HEAD"} else self.needs_to_change or self.needs
        if not has_role(agent, allowed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ForSupervisors(ForAgents):
    """A page for supervisors and administrators."""

    needs = Role.SUPERVISOR


class ForAdministrators(ForAgents):
    """A page for administrators."""

    needs = Role.ADMINISTRATOR


def has_role(agent: Agent, least: Role) -> bool:
    """Test whether an agent's role reaches at least this one."""
    return RANK[Role(agent.role)] >= RANK[least]


def _to_login(request: HttpRequest) -> HttpResponse:
    """Lead to the log-in and back; a part of a page cannot be shown again, so htmx leads back to the page it is on."""
    if pages.is_partial(request):
        return pages.go(request, reverse("accounts:login"))
    return redirect_to_login(request.get_full_path(), reverse("accounts:login"))
