"""Agents, teams, channels and tags: what the other operations name by id."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from rafiq.accounts import queries as accounts
from rafiq.api import schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.idempotency import once
from rafiq.api.problems import Problem
from rafiq.api.scopes import Scope
from rafiq.inbox import queries as inbox
from rafiq.inbox import services
from rafiq.inbox.models import Channel, Tag

router = Router(tags=["staff"])
CONVERSATIONS_READ = needs(Scope.CONVERSATIONS_READ)
CONVERSATIONS_WRITE = needs(Scope.CONVERSATIONS_WRITE)
STAFF_READ = needs(Scope.STAFF_READ)


@router.get("/agents", response=list[schemas.AgentOut], summary="List agents", auth=STAFF_READ)
def list_agents(request: HttpRequest) -> list[dict[str, Any]]:
    """List everybody on the staff, those who can log in first."""
    names = ("id", "name", "email", "language", "is_active")
    return [
        {name: getattr(one, name) for name in names} | {"role": str(one.role).lower()} for one in accounts.all_agents()
    ]


@router.get("/teams", response=list[schemas.TeamOut], summary="List teams", auth=STAFF_READ)
def list_teams(request: HttpRequest) -> list[dict[str, Any]]:
    """List the teams whose conversations the token's agent may see."""
    hidden = set(accounts.hidden_team_ids(agent_of(request)))
    names = ("id", "name", "is_private")
    return [
        {name: getattr(one, name) for name in names} | {"member_count": getattr(one, "member_count", 0)}
        for one in accounts.teams()
        if one.pk not in hidden
    ]


@router.get("/channels", response=list[schemas.ChannelOut], summary="List channels", auth=STAFF_READ)
def list_channels(request: HttpRequest) -> list[dict[str, Any]]:
    """List the ways in and out; their settings and secrets are not told."""
    names = ("id", "kind", "name", "is_active")
    return [{name: getattr(one, name) for name in names} for one in Channel.objects.order_by("pk")]


@router.get("/tags", response=list[schemas.TagOut], summary="List tags", auth=CONVERSATIONS_READ)
def list_tags(request: HttpRequest) -> list[dict[str, Any]]:
    """List the words conversations are sorted by."""
    return [_shown(one) for one in inbox.tags()]


@router.post("/tags", response={201: schemas.TagOut}, summary="Make a tag", auth=CONVERSATIONS_WRITE)
@once
def make_tag(request: HttpRequest, payload: schemas.TagIn) -> Status[dict[str, Any]]:
    """Make a tag; 409 if there is one of that name."""
    if not payload.name:
        raise Problem(422, "invalid", _("There is nothing in it."), field="name")
    try:
        return Status(201, _shown(services.save_tag(None, name=payload.name, hue=payload.hue)))
    except services.TagTaken as error:
        raise Problem(409, "tag_taken", _("There is a tag of this name already.")) from error


def _shown(tag: Tag) -> dict[str, Any]:
    return {"id": tag.pk, "name": tag.name, "hue": tag.hue}
