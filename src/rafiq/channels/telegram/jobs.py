"""Jobs of the bots: shells that call one service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rafiq.channels.telegram import progress
from rafiq.platform.jobs import app

KEPT = timedelta(days=30)


@app.periodic(cron="23 3 * * *")
@app.task(name="telegram.forget_parts")
def forget_parts(timestamp: int) -> None:
    """Forget how far old messages had come, every night."""
    progress.forget(before=datetime.fromtimestamp(timestamp, tz=UTC) - KEPT)
