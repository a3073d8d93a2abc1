"""A provider that is away: its channel pauses, one message tries the door, then all go out in their order.

`Channel.paused_until` is the whole state: empty, everything goes; in the future, nothing touches the network; in the
past, whoever moves it ahead by a comparing update is the one who tries.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, Min

from rafiq.inbox.models import Channel, Delivery, Message
from rafiq.platform import jobs

logger = logging.getLogger(__name__)

DELIVER_JOB = "inbox.deliver_message"
TRYING = timedelta(seconds=60)  # how long whoever tries the door may take before another one does
SHORTEST, LONGEST = 0.1, 6 * 3600.0  # seconds
MOST = 5000

_BUSY = "SELECT lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND lock = ANY(%s)"
_WAKE = """
    UPDATE procrastinate_jobs SET scheduled_at = NULL
    WHERE status = 'todo' AND task_name = %s AND lock = ANY(%s) AND scheduled_at IS NOT NULL
"""


def lock_of(channel_id: int, thread: str) -> str:
    """Name what keeps the jobs of one thread in their order."""
    return f"outbound-{channel_id}-{hashlib.md5(thread.encode(), usedforsecurity=False).hexdigest()}"


def enqueue(message: Message) -> None:
    """Queue the delivery of a message in the caller's transaction."""
    lock = lock_of(message.channel_id, message.thread)
    jobs.enqueue(DELIVER_JOB, [jobs.Wish({"message_id": message.pk}, lock)])


def may_go(channel: Channel, *, at: datetime) -> bool:
    """Tell whether a message may go out now. After a pause this is true for one, who tries the door for all."""
    if channel.paused_until is None:
        return True
    if channel.paused_until > at:
        return False
    mine = Channel.objects.filter(pk=channel.pk, paused_until=channel.paused_until)
    return bool(mine.update(paused_until=at + TRYING))


def pause(channel: Channel, *, reason: str, retry_after: float, at: datetime) -> float:
    """Let nothing go out for a while; return for how many seconds."""
    seconds = min(max(retry_after, SHORTEST), LONGEST)
    logger.warning("Channel %s pauses for %s seconds: %s", channel.pk, seconds, reason)
    until = at + timedelta(seconds=seconds)
    Channel.objects.filter(pk=channel.pk).update(paused_until=until, pause_reason=reason[:300])
    return seconds


def resume(channel: Channel) -> None:
    """The provider is back: let everything go that waits. Repeating it changes nothing.

    What waits is looked for only after the pause has ended for everybody: whoever saw it lately has written already.
    """
    paused = Channel.objects.filter(pk=channel.pk, paused_until__isnull=False)
    if paused.update(paused_until=None, pause_reason=""):
        _wake(channel)
        enqueue_waiting([channel.pk])


def enqueue_waiting(
    channel_ids: Collection[int], *, before: datetime | None = None, threads: int = MOST, is_lost: bool = False
) -> int:
    """Queue one job for each thread in which something waits, the oldest first; return how many.

    One job delivers all that waits in its thread. With `is_lost` only threads no job minds are queued.
    """
    waiting = Message.objects.filter(channel__in=channel_ids, delivery=Delivery.QUEUED)
    found = waiting.values("channel_id", "thread").annotate(oldest=Min("pk"), newest=Max("pk"), since=Min("said_at"))
    if before is not None:
        found = found.filter(since__lt=before)
    wishes = [
        jobs.Wish({"message_id": one["newest"]}, lock_of(one["channel_id"], one["thread"]))
        for one in found.order_by("oldest")[:threads]
    ]
    if is_lost:
        busy = _busy([one.lock for one in wishes])
        wishes = [one for one in wishes if one.lock not in busy]
    jobs.enqueue(DELIVER_JOB, wishes)
    return len(wishes)


def _wake(channel: Channel) -> None:
    """Let the jobs go at once that wait for the pause to end, or they would hold up what is queued behind them.

    Those that wait because a message was refused go on waiting.
    """
    waiting = Message.objects.filter(channel=channel, delivery=Delivery.QUEUED)
    refused = set(waiting.filter(attempts__gt=0).values_list("thread", flat=True))
    threads = set(waiting.values_list("thread", flat=True)) - refused
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, [DELIVER_JOB, [lock_of(channel.pk, thread) for thread in threads]])


def _busy(locks: list[str | None]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [locks])
        return {lock for (lock,) in cursor.fetchall()}
