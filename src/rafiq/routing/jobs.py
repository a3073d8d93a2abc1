"""Jobs of routing: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.platform.jobs import app
from rafiq.routing import services

AGAIN = RetryStrategy(max_attempts=5, wait=2)
"""Everything is safe to repeat; what fails five times is looked after by the sweep."""


@app.task(name=services.FOLLOW_JOB, retry=AGAIN)
def follow(*, conversation_id: int) -> None:
    """Bring queue and agents in line with a conversation."""
    services.follow(conversation_id, at=timezone.now())


@app.task(name=services.FILL_JOB, retry=AGAIN)
def fill(*, agent_id: int) -> None:
    """Ask somebody who has room."""
    services.fill(agent_id, at=timezone.now())


@app.task(name=services.SEAT_JOB, retry=AGAIN)
def seat(*, agent_id: int) -> None:
    """Bring the seats of agents in line with who is there."""
    services.seat(agent_id, at=timezone.now())


@app.task(name=services.EXPIRE_JOB, retry=AGAIN)
def expire(*, offer_id: int) -> None:
    """End an offer whose time is up."""
    services.expire(offer_id, at=timezone.now())


@app.task(name=services.FORGIVE_JOB, retry=AGAIN)
def forgive(*, entry_id: int, agent_id: int) -> None:
    """Let somebody who declined be asked again."""
    services.forgive(entry_id, agent_id=agent_id, at=timezone.now())


@app.task(name=services.OVERFLOW_JOB, retry=AGAIN)
def overflow(*, entry_id: int, step: int) -> None:
    """Take a step of a queue."""
    services.overflow(entry_id, step=step, at=timezone.now())


@app.task(name=services.CLOSE_JOB, retry=AGAIN)
def close(*, entry_id: int) -> None:
    """The teams of a queue closed while somebody waited in it."""
    services.close(entry_id, at=timezone.now())


@app.task(name=services.TELL_JOB, retry=AGAIN)
def tell(*, entry_id: int, times: int) -> None:
    """Tell somebody who waits where they stand."""
    services.tell(entry_id, times=times, at=timezone.now())


@app.task(name=services.RELANE_JOB, retry=AGAIN)
def relane(*, queue_id: int) -> None:
    """Put those who wait in a queue into its lanes of now."""
    services.relane(queue_id, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="routing.sweep")
def sweep(timestamp: int) -> None:
    """Look at everything once more, every minute."""
    services.sweep(at=timezone.now())


@app.periodic(cron="29 3 * * *")
@app.task(name="routing.forget")
def forget(timestamp: int) -> None:
    """Forget what nobody learns from any more, every night."""
    services.forget(at=timezone.now())
