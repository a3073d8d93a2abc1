"""Jobs of the public interface: shells that call one service."""

from __future__ import annotations

from django.utils import timezone

from rafiq.api import idempotency
from rafiq.api.webhooks import sending, services
from rafiq.platform.jobs import app


@app.task(name=services.SEND_JOB)
def send_webhooks(*, endpoint_id: int) -> None:
    """Send what waits at one endpoint, and come back later if it did not take all of it."""
    if seconds := sending.send_waiting(endpoint_id, at=timezone.now()):
        services.defer_sending(endpoint_id, seconds=seconds)


@app.periodic(cron="* * * * *")
@app.task(name="api.wake_webhooks")
def wake_webhooks(timestamp: int) -> None:
    """Find events that wait although nobody is about to send them."""
    services.wake_all(at=timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="api.forget")
def forget(timestamp: int) -> None:
    """Forget kept answers and settled dispatches."""
    now = timezone.now()
    idempotency.forget_old(at=now)
    services.forget_old(at=now)
