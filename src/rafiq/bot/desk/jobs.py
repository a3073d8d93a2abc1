"""Jobs of the desk: shells that call one service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.bot import queries
from rafiq.bot.deciding import calibrating, understanding
from rafiq.bot.services import publishing
from rafiq.platform.jobs import app


@app.task(name=publishing.TRIAL_JOB, retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def run_trial(*, trial_id: int) -> None:
    """Run the tests, and publish where that was asked."""
    publishing.run_trial(trial_id, clock=timezone.now)


@app.task(name=publishing.LEARN_JOB, retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def learn() -> None:
    """Learn what is live, so that the first customer need not wait for it, and how sure to be of it."""
    at = timezone.now()
    understanding.classifier_of(queries.taught(), at=at)
    calibrating.calibrate(at=at)
