"""Jobs of rules: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy

from rafiq.automations import services
from rafiq.platform.jobs import app

TRIES = 6
AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=2)


@app.task(name=services.CONSIDER_JOB, pass_context=True, retry=AGAIN)
def consider(context: JobContext, *, entry_id: int, rules: str) -> None:
    """Let rules do what they say because of something that happened."""
    is_last_try = context.job.attempts >= TRIES - 1
    services.consider(entry_id, rules=rules, at=timezone.now(), is_last_try=is_last_try)


@app.task(name=services.RING_JOB, pass_context=True, retry=AGAIN)
def ring(context: JobContext, *, timer_id: int, entry_id: int) -> None:
    """Let a rule that waited do what it says."""
    try:
        services.ring(timer_id, entry_id=entry_id, at=timezone.now())
    except Exception:
        if context.job.attempts < TRIES - 1:
            raise
        services.give_up_waiting(timer_id, entry_id=entry_id, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="automations.ring_left")
def ring_left(timestamp: int) -> None:
    """Look after rules that wait and whose job was lost, every five minutes."""
    services.ring_left(at=timezone.now())


@app.periodic(cron="43 3 * * *")
@app.task(name="automations.forget")
def forget(timestamp: int) -> None:
    """Forget what nobody asks about any more, every night."""
    services.forget(at=timezone.now())
