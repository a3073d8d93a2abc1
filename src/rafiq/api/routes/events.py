"""The log, for programs that rather ask than be told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from rafiq.api import paging, schemas
from rafiq.api.auth import agent_of, needs
from rafiq.api.problems import Problem
from rafiq.api.routes import shapes
from rafiq.api.scopes import Scope
from rafiq.api.webhooks import catalogue
from rafiq.platform.log import reader

router = Router(tags=["events"])
READ = needs(Scope.EVENTS_READ)


@router.get("", response=schemas.EventPage, summary="Read what happened", auth=READ)
def read_events(request: HttpRequest, after: paging.After = "", limit: paging.Limit = 100) -> dict[str, Any]:
    """Read facts in their order, each exactly once when every page is asked for with `next` of the one before.

    Only a supervisor's or an administrator's token may: the log tells of every team.
    """
    if not agent_of(request).is_supervisor:
        raise Problem(403, "not_for_agents")
    place = paging.decode(after, int, int) or (0, 0)
    rows = reader.read_after(reader.Position(*place), kinds=catalogue.names(), limit=limit)
    end = (rows[-1].xid, rows[-1].entry_id) if rows else place
    return {"items": [shapes.event(row) for row in rows], "next": paging.encode(*end)}
