"""Jobs of the bot: shells that call one service."""

from __future__ import annotations

from typing import override

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from rafiq.bot import services
from rafiq.bot.deciding import calibrating
from rafiq.platform.jobs import app

PAUSE, MOST = 5, 5  # seconds, times: what no service foresaw; the message waits for a person anyway


class AsTold(BaseRetryStrategy):
    """Come again when the service says so."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, services.Again):
            return RetryDecision(retry_in={"milliseconds": round(exception.seconds * 1000)})
        return RetryDecision(retry_in={"seconds": PAUSE}) if job.attempts < MOST else None


@app.task(name=services.TAKE_JOB, retry=AsTold())
def take(*, message_id: int) -> None:
    """Take the turn for a message."""
    services.take(message_id, at=timezone.now())


@app.task(name=services.RUN_JOB, retry=AsTold())
def run_action(*, run_id: int) -> None:
    """Do what somebody wished."""
    services.run(run_id, at=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="bot.settle_quiet")
def settle_quiet(timestamp: int) -> None:
    """Close what only the bot answered, once it is quiet, every hour."""
    services.settle_quiet(at=timezone.now())


@app.periodic(cron="41 2 * * *")
@app.task(name="bot.calibrate")
def calibrate(timestamp: int) -> None:
    """Measure anew how sure the bot must be, every night."""
    calibrating.calibrate(at=timezone.now())
