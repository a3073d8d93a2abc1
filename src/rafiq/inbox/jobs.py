"""Jobs of the inbox: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy

from rafiq.inbox import services
from rafiq.platform.jobs import app

TRIES = 6


@app.task(
    name=services.DELIVER_JOB,
    pass_context=True,
    retry=RetryStrategy(max_attempts=TRIES, exponential_wait=4),
)
def deliver_message(context: JobContext, *, message_id: int) -> None:
    """Hand an answer to its channel."""
    tries = context.job.attempts + 1 if context.job else TRIES
    services.deliver(message_id, at=timezone.now(), is_last_try=tries >= TRIES)


@app.periodic(cron="* * * * *")
@app.task(name="inbox.wake_due")
def wake_due(timestamp: int) -> None:
    """Bring snoozed conversations back, every minute."""
    services.wake_due(at=timezone.now())
