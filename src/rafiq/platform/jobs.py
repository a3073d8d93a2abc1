"""Jobs: what talks to the outside, waits, or is scheduled. Procrastinate runs them on the same database.

A job is enqueued in the caller's transaction, so it exists exactly if the change does.
"""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from rafiq.platform import housekeeping

__all__ = ["app"]


@app.periodic(cron="17 3 * * *")
@app.task(name="platform.keep_house")
def keep_house(timestamp: int) -> None:
    now = timezone.now()
    housekeeping.keep_partitions(at=now)
    housekeeping.forget_sessions(at=now)
    housekeeping.forget_orphans(at=now)
