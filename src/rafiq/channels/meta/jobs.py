"""Jobs of these channels: shells that call one service."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy

from rafiq.channels.meta import memory, seen
from rafiq.inbox.contracts import ProviderAway
from rafiq.platform.jobs import app

TRIES = 4
REMEMBERED = timedelta(days=45)


@app.task(
    name=seen.SEEN_JOB,
    pass_context=True,
    retry=RetryStrategy(max_attempts=TRIES, exponential_wait=8, retry_exceptions={ProviderAway}),
)
def tell_that_it_was_read(context: JobContext, *, message_id: int) -> None:
    """Tell a customer that an agent has read their message; given up silently while the vendor stays away."""
    tries = context.job.attempts + 1 if context.job else TRIES
    try:
        seen.tell(message_id)
    except ProviderAway:
        if tries < TRIES:
            raise


@app.periodic(cron="41 3 * * *")
@app.task(name="meta.forget_sent")
def forget_sent(timestamp: int) -> None:
    """Forget what was sent so long ago that nobody reports on it any more."""
    memory.forget_before(timezone.now() - REMEMBERED)
