"""Jobs of the language model: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.bot.model import proposing
from rafiq.platform.jobs import app


@app.task(name=proposing.JOB, retry=RetryStrategy(max_attempts=3, exponential_wait=10))
def propose_ways(*, translation_id: int, number: int) -> None:
    """Propose ways in which customers ask for an article."""
    proposing.propose(translation_id, number=number, at=timezone.now())
