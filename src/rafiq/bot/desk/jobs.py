"""Jobs of the desk: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.bot.services import publishing
from rafiq.platform.jobs import app


@app.task(name=publishing.TRIAL_JOB, retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def run_trial(*, trial_id: int) -> None:
    """Run the tests, and publish where that was asked."""
    publishing.run_trial(trial_id, clock=timezone.now)
