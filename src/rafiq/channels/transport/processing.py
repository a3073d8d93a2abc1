"""Takes journaled items in: parsed outside transactions, received in order, each exactly once.

One process at a time works on a channel (a session lock of the database, gone with the process that held it).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction

from rafiq.channels.transport import journal, registry
from rafiq.channels.transport.contracts import NotNow, Parsed, RawItem, Transport, Unreadable
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel

logger = logging.getLogger(__name__)

BATCH = 100
MOST_ATTEMPTS = 20
LOCK_SPACE = 0x52464E44


@dataclass(slots=True)
class _Read:
    """One item with what it was understood to be."""

    arrival: Arrival
    item: RawItem
    parsed: Parsed


def process_all(*, at: datetime) -> int:
    """Take in everything that is due, channel by channel; return how many items were settled."""
    pending = Arrival.objects.filter(state=Arrival.State.PENDING, due_at__lte=at)
    channels = Channel.objects.filter(pk__in=pending.values("channel")).order_by("pk")
    return sum(process(channel, at=at) for channel in channels)


def process(channel: Channel, *, at: datetime) -> int:
    """Take in what is due of one channel, oldest first; nothing where another process is at it."""
    transport = registry.find(channel.kind)
    if transport is None:
        return 0
    settled = 0
    with _alone_with(channel.pk) as is_ours:
        while is_ours and (found := _due(channel, at)):
            settled += _take_in(transport, channel, found, at)
    return settled


def _due(channel: Channel, at: datetime) -> list[Arrival]:
    found = Arrival.objects.filter(channel=channel, state=Arrival.State.PENDING, due_at__lte=at)
    return list(found.order_by("pk")[:BATCH])


def _take_in(transport: Transport, channel: Channel, arrivals: list[Arrival], at: datetime) -> int:
    read = [one for arrival in arrivals if (one := _read(transport, channel, arrival, at))]
    try:
        _settle(transport, channel, read, at)
    except (DatabaseError, ValueError):
        if connection.connection is None or connection.connection.closed:
            raise
        # One of them cannot be stored: find out which by taking each alone.
        for one in read:
            try:
                _settle(transport, channel, [one], at)
            except (DatabaseError, ValueError) as error:
                _quarantine(one.arrival, f"{type(error).__name__}: {error}", at)
    return len(arrivals)


def _read(transport: Transport, channel: Channel, arrival: Arrival, at: datetime) -> _Read | None:
    try:
        item = journal.raw(arrival)
        return _Read(arrival, item, transport.parse(channel, item))
    except NotNow as error:
        _postpone(arrival, str(error), at + timedelta(seconds=error.retry_after), at)
    except Unreadable as error:
        _quarantine(arrival, str(error), at)
    except Exception as error:  # a parser's own fault must not stop those behind it
        logger.exception("Item %s of channel %s could not be parsed", arrival.key, channel.pk)
        _quarantine(arrival, f"{type(error).__name__}: {error}", at)
    return None


@transaction.atomic
def _settle(transport: Transport, channel: Channel, read: list[_Read], at: datetime) -> None:
    """Receive the messages of several items, and mark the items done, in one transaction."""
    messages = [message for one in read for message in one.parsed.messages]
    receipts = intake.receive(messages, at=at)
    ids = {message.external_id: receipt.message_id for message, receipt in zip(messages, receipts, strict=True)}
    inbox.note_reports(channel_id=channel.pk, reports=[r for one in read for r in one.parsed.reports], at=at)
    inbox.apply_edits(channel_id=channel.pk, edits=[edit for one in read for edit in one.parsed.edits], at=at)
    for one in read:
        transport.settle(channel, one.item, one.parsed, ids)
        arrival = one.arrival
        arrival.state, arrival.done_at, arrival.reason = Arrival.State.DONE, at, ""
        arrival.note = one.parsed.note[:300]
        arrival.message_id = ids[one.parsed.messages[0].external_id] if one.parsed.messages else None
    fields = ["state", "done_at", "reason", "note", "message_id"]
    Arrival.objects.bulk_update([one.arrival for one in read], fields)


def _postpone(arrival: Arrival, reason: str, until: datetime, at: datetime) -> None:
    if arrival.attempts + 1 >= MOST_ATTEMPTS:
        _quarantine(arrival, reason, at)
        return
    Arrival.objects.filter(pk=arrival.pk).update(attempts=arrival.attempts + 1, reason=reason[:300], due_at=until)


def _quarantine(arrival: Arrival, reason: str, at: datetime) -> None:
    logger.warning("Item %s of channel %s is in quarantine: %s", arrival.key, arrival.channel_id, reason)
    kept = reason.replace("\0", "")[:300]
    Arrival.objects.filter(pk=arrival.pk).update(state=Arrival.State.QUARANTINED, reason=kept, done_at=at)


@contextmanager
def _alone_with(channel_id: int) -> Iterator[bool]:
    """Hold the channel's lock for as long as the block runs; tell whether we got it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, channel_id])
        [is_ours] = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, channel_id])
