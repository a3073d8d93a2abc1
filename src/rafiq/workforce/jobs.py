"""Jobs of the workforce: shells that call one service."""

from __future__ import annotations

from django.utils import timezone

from rafiq.platform.jobs import app
from rafiq.workforce import services


@app.periodic(cron="* * * * *")
@app.task(name="workforce.leave_empty_desks")
def leave_empty_desks(timestamp: int) -> None:
    """Look who has had no page open for long, every minute."""
    services.leave_empty_desks(at=timezone.now())
