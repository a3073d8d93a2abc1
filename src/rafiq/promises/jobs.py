"""Jobs of promises: shells that call one service."""

from __future__ import annotations

from datetime import datetime
from typing import override

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from rafiq.platform.jobs import app
from rafiq.promises import services

PAUSE, MOST = 15, 20  # seconds, times: what no service foresaw, such as a database that went away


class UntilRead(BaseRetryStrategy):
    """Come again soon while the log is not read so far."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, services.NotReadSoFar):
            return RetryDecision(retry_in={"seconds": services.AGAIN})
        return RetryDecision(retry_in={"seconds": PAUSE}) if job.attempts < services.MOST_TRIES + MOST else None


@app.task(name=services.RING_JOB, pass_context=True, retry=UntilRead())
def ring(context: JobContext, *, promise_id: int, moment: str) -> None:
    """Warn of a promise, or break it, at its second."""
    is_last_try = context.job.attempts >= services.MOST_TRIES
    services.ring(promise_id, moment=datetime.fromisoformat(moment), at=timezone.now(), is_last_try=is_last_try)


@app.periodic(cron="*/5 * * * *")
@app.task(name="promises.ring_left")
def ring_left(timestamp: int) -> None:
    """Look after promises whose job was lost, every five minutes."""
    services.ring_left(at=timezone.now())
