"""What goes through channels, for the pages that show how they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from rafiq.inbox.models import Delivery, Message

RECENT = 100_000  # messages looked at: the newest, so that a page costs the same however many there are
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """One channel's messages: the last ones among the newest of all channels, and the numbers of a day."""

    last_in: datetime | None = None
    last_out: datetime | None = None
    day_in: int = 0
    day_out: int = 0
    waiting: int = 0
    failed: int = 0


def traffic(*, at: datetime) -> dict[int, Traffic]:
    """Count what went through every channel lately; channels with nothing are not named."""
    newest = Message.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recent = Message.objects.filter(pk__gt=newest - RECENT, channel__isnull=False)
    inbound, outbound = Q(kind=Message.Kind.INBOUND), Q(kind=Message.Kind.OUTBOUND)
    today = Q(said_at__gte=at - DAY)
    rows = recent.values("channel").annotate(
        last_in=Max("said_at", filter=inbound),
        last_out=Max("said_at", filter=outbound),
        day_in=Count("pk", filter=inbound & today),
        day_out=Count("pk", filter=outbound & today),
        failed=Count("pk", filter=outbound & today & Q(delivery=Delivery.FAILED)),
    )
    queued = Message.objects.filter(delivery=Delivery.QUEUED).values_list("channel").annotate(count=Count("pk"))
    waiting = {pk: count for pk, count in queued if pk}
    found = {row["channel"]: Traffic(**_without_channel(row)) for row in rows}
    return {pk: replace(found.get(pk, Traffic()), waiting=waiting.get(pk, 0)) for pk in found.keys() | waiting.keys()}


def _without_channel(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "channel"}
