"""Jobs of the channels: shells that call one service."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from rafiq.channels.transport import housekeeping, registry
from rafiq.channels.transport.services import FETCH_JOB
from rafiq.inbox.models import Channel
from rafiq.platform.jobs import app


@app.task(name=FETCH_JOB)
def fetch_missing(*, channel_id: int, since: str) -> None:
    """Journal what a server has and we have not."""
    channel = Channel.objects.get(pk=channel_id)
    transport = registry.find(channel.kind)
    if transport is not None and channel.is_active:
        transport.fetch_missing(channel, datetime.fromisoformat(since))


@app.periodic(cron="37 3 * * *")
@app.task(name="transport.keep_house")
def keep_house(timestamp: int) -> None:
    """Throw away old bodies, every night."""
    housekeeping.prune(at=timezone.now())
    housekeeping.forget_orphans(at=timezone.now())
