"""Jobs of approvals: shells that call one service."""

from __future__ import annotations

from django.utils import timezone

from rafiq.platform.jobs import app
from rafiq.practice import services


@app.task(name=services.EXPIRE_JOB)
def expire(*, approval_id: int) -> None:
    """End a wish whose time has run out."""
    services.expire(approval_id, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="practice.expire_left")
def expire_left(timestamp: int) -> None:
    """Look after wishes whose job was lost."""
    services.expire_left(at=timezone.now())
