"""Jobs of the statistics: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.insights import services
from rafiq.platform.jobs import app

PAUSE, MOST = 900, 40  # seconds, times: until a mailbox is there, or the server is back


@app.periodic(cron="* * * * *")
@app.task(name="insights.count", lock="insights-count")
def count(timestamp: int) -> None:
    """Count what happened, every minute."""
    services.count()


@app.periodic(cron="* * * * *")
@app.task(name="insights.backfill", lock="insights-count")
def backfill(timestamp: int) -> None:
    """Count the conversations of before for a while, every minute, until all are counted."""
    services.go_on(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="insights.occupy", lock="insights-count")
def occupy(timestamp: int) -> None:
    """Count how busy people were today and yesterday, every ten minutes."""
    services.occupy(at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="insights.make_summaries")
def make_summaries(timestamp: int) -> None:
    """Make the summaries whose morning has come, every quarter of an hour."""
    services.make_due(at=timezone.now())


@app.task(name=services.SEND_JOB, retry=RetryStrategy(max_attempts=MOST, wait=PAUSE))
def send_summary(*, summary_id: int) -> None:
    """Send one summary."""
    services.send(summary_id, at=timezone.now())
