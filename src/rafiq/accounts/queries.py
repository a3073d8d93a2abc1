"""Reads about the staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from rafiq.accounts.models import Agent, Company, FailedLogin, Invitation, Team

LOCKOUT = timedelta(minutes=10)
TRIES_PER_EMAIL = 8
TRIES_PER_ADDRESS = 40


def company() -> Company:
    """Return the one company of this installation (an unsaved default before set-up)."""
    return Company.objects.filter(pk=1).first() or Company(pk=1)


def active_agents() -> QuerySet[Agent]:
    """List the agents who can log in, by name."""
    return Agent.objects.filter(is_active=True).order_by("name", "pk")


def all_agents() -> QuerySet[Agent]:
    """List all agents with their teams, the active ones first."""
    return Agent.objects.order_by("-is_active", "name", "pk").prefetch_related("teams")


def agent(agent_id: int) -> Agent | None:
    """Find an active agent."""
    return Agent.objects.filter(pk=agent_id, is_active=True).first()


def teams() -> QuerySet[Team]:
    """List the teams with `member_count`, by name."""
    return Team.objects.annotate(member_count=Count("members")).order_by("name", "pk")


def hidden_team_ids(agent: Agent) -> list[int]:
    """List the private teams whose conversations this agent may not see. Supervisors see all."""
    if agent.is_supervisor:
        return []
    return list(Team.objects.filter(is_private=True).exclude(members=agent).values_list("pk", flat=True))


def hidden_teams(agent: Agent) -> QuerySet[Team]:
    """Select the private teams whose conversations this agent may not see, for use inside other statements."""
    private = Team.objects.filter(is_private=True)
    return private.none() if agent.is_supervisor else private.exclude(members=agent)


def team_ids(agent: Agent) -> list[int]:
    """List the teams this agent belongs to."""
    return list(agent.teams.values_list("pk", flat=True))


def open_invitations(*, at: datetime) -> QuerySet[Invitation]:
    """List the invitations that can still be accepted, newest first."""
    return Invitation.objects.filter(accepted_at=None, expires_at__gt=at).order_by("-invited_at")


def is_locked_out(*, email: str, address: str, at: datetime) -> bool:
    """Test whether too many wrong passwords came for this e-mail or from this network address lately."""
    recent = FailedLogin.objects.filter(failed_at__gt=at - LOCKOUT)
    if recent.filter(email=email.lower()).count() >= TRIES_PER_EMAIL:
        return True
    return recent.filter(address=address).count() >= TRIES_PER_ADDRESS


def is_set_up() -> bool:
    """Test whether the installation has its first administrator."""
    return Agent.objects.exists()
