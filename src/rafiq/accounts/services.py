"""Changes among the staff: one function an intention."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from rafiq.accounts.events import AgentChanged, AgentInvited, AgentJoined, CompanyChanged, TeamChanged
from rafiq.accounts.models import Agent, Company, FailedLogin, Invitation, Role, Team
from rafiq.platform import db, log

INVITATION_LASTS = timedelta(days=7)


class AlreadyOnStaff(Exception):
    """Somebody with this e-mail works here already."""


class InvitationClosed(Exception):
    """The invitation was used, withdrawn, or has run out."""


class LastAdministrator(Exception):
    """Without this administrator nobody could change the installation any more."""


class AlreadySetUp(Exception):
    """The first administrator exists."""


class NameTaken(Exception):
    """Another team has this name."""


@transaction.atomic
def invite(  # noqa: PLR0913  # one argument for each thing that is decided
    *, email: str, name: str, role: str, language: str, team_ids: Iterable[int], by: Agent, at: datetime
) -> tuple[Invitation, str]:
    """Offer somebody a place; return the invitation and its token, which is shown once and not kept.

    A second invitation of the same e-mail replaces the first, whose link stops working.

    Raises:
        AlreadyOnStaff: if an agent has this e-mail.
    """
    with connection.cursor() as cursor:  # two administrators at the same moment: the later one's replaces the other's
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"invitation {email.lower()}"])
    if Agent.objects.filter(email=email.lower()).exists():
        raise AlreadyOnStaff
    Invitation.objects.filter(email__iexact=email, accepted_at=None).delete()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.lower(), name=name, role=role, language=language, token_digest=_digest(token),
        invited_by=by, invited_at=at, expires_at=at + INVITATION_LASTS,
    )  # fmt: skip
    invitation.teams.set(team_ids)
    log.append(AgentInvited(invitation_id=invitation.pk, role=role, occurred_at=at, actor=by.actor))
    return invitation, token


@transaction.atomic
def withdraw(invitation_id: int) -> None:
    """Take an invitation back; its link stops working. Repeating it changes nothing."""
    Invitation.objects.filter(pk=invitation_id, accepted_at=None).delete()


def find_invitation(token: str, *, at: datetime) -> Invitation:
    """Return the open invitation a link stands for.

    Raises:
        InvitationClosed: if there is none.
    """
    found = Invitation.objects.filter(token_digest=_digest(token)).first()
    if found is None or not found.is_open(at=at):
        raise InvitationClosed
    return found


@transaction.atomic
def accept(*, token: str, name: str, password: str, time_zone: str, at: datetime) -> Agent:
    """Make the invited person an agent, once.

    Raises:
        InvitationClosed: if the invitation was used, withdrawn, or has run out.
    """
    locked = Invitation.objects.select_for_update(no_key=True).filter(token_digest=_digest(token)).first()
    if locked is None or not locked.is_open(at=at):
        raise InvitationClosed
    company = Company.objects.filter(pk=1).first() or Company()
    agent = _make_agent(
        email=locked.email, name=name, password=password, role=locked.role, language=locked.language,
        calendar=company.calendar, time_zone=time_zone or company.time_zone, at=at,
    )  # fmt: skip
    agent.teams.set(locked.teams.all())
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    return agent


def setup_token() -> str:
    """Return the word that opens the set-up page; only whoever can read this machine's key can know it."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"rafiq set-up", "sha256").hex()[:40]


@transaction.atomic
def set_up(  # noqa: PLR0913  # one argument for each thing that is decided
    *, company_name: str, name: str, email: str, password: str, language: str, calendar: str, time_zone: str,
    at: datetime,
) -> Agent:  # fmt: skip
    """Make the company and its first administrator.

    Raises:
        AlreadySetUp: if there is an agent already.
    """
    company, _ = Company.objects.get_or_create(pk=1)
    Company.objects.select_for_update(no_key=True).get(pk=1)  # two set-ups at once: the second waits, then loses
    if Agent.objects.exists():
        raise AlreadySetUp
    company.name, company.language, company.calendar, company.time_zone = company_name, language, calendar, time_zone
    company.save()
    return _make_agent(
        email=email.lower(), name=name, password=password, role=Role.ADMINISTRATOR, language=language,
        calendar=calendar, time_zone=time_zone, at=at,
    )  # fmt: skip


@transaction.atomic
def change_preferences(  # noqa: PLR0913  # one argument for each thing that is decided
    agent: Agent, *, name: str, language: str, calendar: str, time_zone: str, scheme: str, at: datetime
) -> None:
    """Change how an agent sees the product."""
    wanted = {"name": name, "language": language, "calendar": calendar, "time_zone": time_zone, "scheme": scheme}
    _change(agent, wanted, by=agent, at=at)


@transaction.atomic
def change_agent(agent: Agent, *, role: str, is_active: bool, team_ids: Iterable[int], by: Agent, at: datetime) -> None:
    """Change what an agent may do; one who is switched off is logged out everywhere at once.

    Raises:
        LastAdministrator: if nobody would be left to change the installation.
    """
    administrators = Agent.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR, is_active=True)
    others = [one for one in administrators.order_by("pk") if one.pk != agent.pk]
    if not others and (role != Role.ADMINISTRATOR or not is_active):
        raise LastAdministrator
    agent.teams.set(team_ids)
    _change(agent, {"role": role, "is_active": is_active}, by=by, at=at)
    if not is_active:
        log_out_everywhere(agent)


@transaction.atomic
def change_password(agent: Agent, *, password: str, at: datetime) -> None:
    """Set a new password; other sessions of this agent end."""
    agent.set_password(password)
    agent.save(update_fields=["password"])
    log.append(AgentChanged(agent_id=agent.pk, fields=["password"], occurred_at=at, actor=agent.actor))


def log_out_everywhere(agent: Agent) -> None:
    """End every session of an agent. Sessions are opaque, so all live ones are looked at; there are few."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(agent.pk):
            session.delete()


@transaction.atomic
def save_team(
    team: Team | None, *, name: str, is_private: bool, member_ids: Iterable[int], by: Agent, at: datetime
) -> Team:
    """Make or change a team.

    Raises:
        NameTaken: if another team is called so.
    """
    change = "changed" if team else "made"
    team = team or Team()
    team.name, team.is_private = name, is_private
    with db.refused_as(NameTaken, constraint="team_name_unique"):
        team.save()
    team.members.set(member_ids)
    log.append(TeamChanged(team_id=team.pk, change=change, occurred_at=at, actor=by.actor))
    return team


@transaction.atomic
def remove_team(team: Team, *, by: Agent, at: datetime) -> None:
    """Remove a team; its conversations stay and belong to nobody's team."""
    log.append(TeamChanged(team_id=team.pk, change="removed", occurred_at=at, actor=by.actor))
    team.delete()


@transaction.atomic
def change_company(*, name: str, language: str, calendar: str, time_zone: str, by: Agent, at: datetime) -> Company:
    """Change the company's name and its defaults."""
    company, _ = Company.objects.get_or_create(pk=1)
    company.name, company.language, company.calendar, company.time_zone = name, language, calendar, time_zone
    company.save()
    fields = ["name", "language", "calendar", "time_zone"]
    log.append(CompanyChanged(fields=fields, occurred_at=at, actor=by.actor))
    return company


def note_failed_login(*, email: str, address: str, at: datetime) -> None:
    """Count a wrong password, and forget those of last week."""
    FailedLogin.objects.create(email=email.lower()[:254], address=address[:45], failed_at=at)
    FailedLogin.objects.filter(failed_at__lt=at - timedelta(days=7)).delete()


def _make_agent(*, password: str, at: datetime, **fields: str) -> Agent:
    agent = Agent(joined_at=at, **fields)
    agent.set_password(password)
    agent.save()
    log.append(AgentJoined(agent_id=agent.pk, occurred_at=at, actor=agent.actor))
    return agent


def _change(agent: Agent, wanted: Mapping[str, str | bool], *, by: Agent, at: datetime) -> None:
    changed = [field for field, value in wanted.items() if getattr(agent, field) != value]
    for field in changed:
        setattr(agent, field, wanted[field])
    if changed:
        agent.save(update_fields=changed)
    log.append(AgentChanged(agent_id=agent.pk, fields=changed, occurred_at=at, actor=by.actor))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
