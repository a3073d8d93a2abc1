"""What agents were busy with, for whoever counts it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from rafiq.routing.models import Holding

type Held = tuple[int, datetime, datetime | None]


def held(*, begin: datetime, end: datetime) -> list[Held]:
    """List the holdings that overlap a stretch of time: whose, since when, until when (None: still); by agent.

    Those that ended more than thirty days ago are forgotten.
    """
    found = Holding.objects.filter(Q(ended_at=None) | Q(ended_at__gt=begin), began_at__lt=end)
    return list(found.order_by("agent", "began_at", "pk").values_list("agent_id", "began_at", "ended_at"))
