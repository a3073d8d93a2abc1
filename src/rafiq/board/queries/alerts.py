"""What alerts told: to somebody, and altogether."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from rafiq.accounts.models import Agent
from rafiq.board.models import Episode, Notice

PAGE = 30
SHOWN = 3

type Key = tuple[datetime, int]


def told(agent: Agent) -> list[Notice]:
    """List what somebody was told and has not seen, the newest first."""
    found = Notice.objects.filter(agent=agent, seen_at=None).select_related("episode")
    return list(found.order_by("-episode__began_at", "-pk")[:SHOWN])


def past_alerts(*, after: Key | None = None, since: datetime | None = None) -> QuerySet[Episode]:
    """List episodes, the newest first: a page, older than the last one shown; or all that went on `since` a moment."""
    found = Episode.objects.order_by("-began_at", "-pk")
    if since is not None:
        return found.exclude(ended_at__lt=since)[:500]
    if after is not None:
        began, pk = after
        found = found.filter(began_at__lte=began).exclude(began_at=began, pk__gte=pk)
    return found[:PAGE]
