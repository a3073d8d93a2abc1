"""Jobs of the inbox: shells that call one service."""

from __future__ import annotations

from datetime import timedelta
from typing import override

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from rafiq.inbox import services
from rafiq.platform.jobs import app

PAUSE, MOST = 15, 20  # seconds, times: what no service foresaw, such as a database that went away


class AsTold(BaseRetryStrategy):
    """Come again when the service says so."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, services.NotYet):
            return RetryDecision(retry_in={"milliseconds": round(exception.seconds * 1000)})
        return RetryDecision(retry_in={"seconds": PAUSE}) if job.attempts < MOST else None


@app.task(name=services.DELIVER_JOB, pass_context=True, retry=AsTold())
def deliver_message(context: JobContext, *, message_id: int) -> None:
    """Hand an answer to its channel."""
    services.deliver(message_id, at=timezone.now(), is_waiting=bool(context.job.attempts))


@app.periodic(cron="* * * * *")
@app.task(name="inbox.deliver_left")
def deliver_left(timestamp: int) -> None:
    """Look after what waits without a job, every minute."""
    services.deliver_left(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="inbox.wake_due")
def wake_due(timestamp: int) -> None:
    """Bring snoozed conversations back, every minute."""
    services.wake_due(at=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(name="inbox.follow_late")
def follow_late(timestamp: int) -> None:
    """Bring what came in at the very moment of a merge, every hour."""
    services.follow_late(since=timezone.now() - timedelta(days=1))


@app.periodic(cron="* * * * *")
@app.task(name="inbox.reread_messages")
def reread_messages(timestamp: int) -> None:
    """Read older messages anew for a while, every minute, until all are found under the terms of today."""
    services.reread_messages(at=timezone.now())
