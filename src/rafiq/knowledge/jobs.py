"""Jobs of the help centre: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.knowledge import services
from rafiq.platform.jobs import app


@app.task(name=services.IMPORT_JOB, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def run_import(*, import_id: int) -> None:
    """Take in the articles of a file, from where it has come to."""
    services.run_import(import_id, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name="knowledge.publish_due")
def publish_due(timestamp: int) -> None:
    """Show what was planned for now, every minute."""
    services.publish_due(at=timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="knowledge.forget_searches")
def forget_searches(timestamp: int) -> None:
    """Delete old searches, every night."""
    services.forget_searches(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="knowledge.index_missing")
def index_missing(timestamp: int) -> None:
    """Make articles findable that were there before the index was, a few at a time."""
    services.index_missing(at=timezone.now())
