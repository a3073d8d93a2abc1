"""Jobs of the board: shells that call one service."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.board import services
from rafiq.platform.jobs import app

PAUSE, MOST = 300, 24  # seconds, times: until a mailbox is there, or the server is back


@app.task(name=services.CHECK_JOB, retry=RetryStrategy(max_attempts=5, wait=2))
def check(*, alert_id: int, moment: str = "") -> None:
    """Look at one alert; by the database's clock it is at least its moment."""
    now = timezone.now()
    services.check(alert_id, at=max(now, datetime.fromisoformat(moment)) if moment else now)


@app.task(name=services.MAIL_JOB, retry=RetryStrategy(max_attempts=MOST, wait=PAUSE))
def mail_notice(*, notice_id: int) -> None:
    """Send one notice by mail."""
    services.mail_notice(notice_id, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="board.sweep")
def sweep(timestamp: int) -> None:
    """Make good what died, every minute: alerts nobody looked at, listeners whose page is gone."""
    now = timezone.now()
    services.sweep(at=now)
    services.leave_left(at=now)
