"""Jobs of SMS: shells that call one service."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy

from rafiq.channels.sms import joining, ledger, opting
from rafiq.channels.sms.base import Sms
from rafiq.channels.transport import registry
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.journal import journal
from rafiq.platform.jobs import app

KEPT = timedelta(days=180)


@app.task(name=opting.CONFIRM_JOB, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def confirm_opting(*, opting_id: int, change: int) -> None:
    """Tell somebody, once, that their STOP or START was heard."""
    row = opting.unconfirmed(opting_id, change)
    transport: object = registry.find(row.channel.kind) if row else None
    if row is not None and isinstance(transport, Sms):
        transport.confirm(row)
        opting.confirmed(row)


@app.periodic(cron="* * * * *")
@app.task(name="sms.release_gaps")
def release_gaps(timestamp: int) -> None:
    """Take in long messages whose missing parts nobody waits for any more: through the journal, as everything."""
    now = timezone.now()
    found: dict[int, list[RawItem]] = defaultdict(list)
    for channel_id, gathering_id in joining.overdue(at=now):
        found[channel_id].append(RawItem(key=f"gap:{gathering_id}", body=b"", meta={"gap": gathering_id}))
    for channel_id, items in found.items():
        journal(channel_id, items, at=now)


@app.periodic(cron="41 3 * * *")
@app.task(name="sms.forget_parts")
def forget_parts(timestamp: int) -> None:
    """Forget the parts of messages of long ago; the messages stay."""
    now = timezone.now()
    joining.forget(before=now - KEPT)
    ledger.forget(before=now - KEPT)
