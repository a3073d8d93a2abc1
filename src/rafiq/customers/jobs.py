"""Jobs of this room: shells that call one service."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.customers import services
from rafiq.platform.jobs import app

LOOK_BACK = timedelta(minutes=15)


@app.task(name=services.IMPORT_JOB, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def run_import(*, import_id: int) -> None:
    """Take in the people of a file, from where it has come to."""
    services.run_import(import_id, clock=timezone.now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="customers.look_for_doubles")
def look_for_doubles(timestamp: int) -> None:
    """Look at whoever got an address of late: what is only claimed is told by no event."""
    now = timezone.now()
    services.look_at_new(since=now - LOOK_BACK, at=now)


@app.periodic(cron="43 2 * * *")
@app.task(name="customers.keep_house")
def keep_house(timestamp: int) -> None:
    """Look at everybody once a night, and forget files that were put down and never begun."""
    now = timezone.now()
    services.forget_drafts(at=now)
    for _ in services.look_at_all(at=now):
        pass
