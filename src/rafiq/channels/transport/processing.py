"""Takes journaled items in: parsed outside transactions, received in order, each exactly once.

One process at a time works on a channel (a session lock of the database, gone with the process that held it).
Whatever an item does, those behind it go on: what cannot be understood or stored is put into quarantine; what kills the
process is known by `begun`, counted before it is read, is then read alone, and put there too when it did it again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, connections, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_noop

from rafiq.channels.transport import connections as standing
from rafiq.channels.transport import journal, registry
from rafiq.channels.transport.contracts import AccessRevoked, NotNow, Parsed, RawItem, Refetching, Transport, Unreadable
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel
from rafiq.platform import db

logger = logging.getLogger(__name__)

BATCH = 100
BATCH_BYTES = 32 * 1024 * 1024
MOST_ATTEMPTS = 40  # with the pauses below about fourteen hours
MOST_DEATHS = 3
LONGEST_PAUSE = timedelta(minutes=30)
WITHOUT_ACCESS = timedelta(minutes=5)
LOCK_SPACE = 0x52464E44
# Reasons are kept, and translated when they are shown.
NOT_READ = gettext_noop("Something unforeseen went wrong while this was read; the worker's log says what.")
NOT_STORED = gettext_noop("This could not be stored; the worker's log says why.")
STUCK_AFTER = 600.0  # seconds in which any item should have been read
_LIMIT_EXCEEDED = "54"  # class of SQLSTATE: this very row is too much, now and for ever


# What is being read at this moment: the row, and since when (monotonic).
_reading: dict[int, float] = {}


@dataclass(slots=True)
class _Read:
    """One item with what it was understood to be."""

    arrival: Arrival
    item: RawItem
    parsed: Parsed


def with_due(*, at: datetime) -> list[Channel]:
    """List the channels that have something to be taken in."""
    due = Arrival.objects.filter(channel=OuterRef("pk"), state=Arrival.State.PENDING, due_at__lte=at)
    return list(Channel.objects.filter(Exists(due)).order_by("pk"))


def is_stuck() -> bool:
    """Test whether an item keeps a thread busy for ever; only ending the process helps, after which it is known."""
    longest = time.monotonic() - min(_reading.values(), default=time.monotonic())
    return longest > STUCK_AFTER


def process_all(*, at: datetime) -> int:
    """Take in everything that is due, channel by channel; return how many items were settled."""
    return sum(process(channel, at=at) for channel in with_due(at=at))


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
    """Return the next items that are read together; one that the process may have died of comes alone."""
    pending = Arrival.objects.filter(channel=channel, state=Arrival.State.PENDING, due_at__lte=at)
    chosen: list[Arrival] = []
    room = BATCH_BYTES
    for arrival in pending.order_by("pk")[:BATCH]:
        room -= arrival.size
        if chosen and (room < 0 or arrival.begun):
            break
        chosen.append(arrival)
        if arrival.begun:
            break
    return chosen


def _take_in(transport: Transport, channel: Channel, arrivals: list[Arrival], at: datetime) -> int:
    if arrivals[0].begun >= MOST_DEATHS:
        _quarantine(arrivals[0], gettext_noop("The worker ended each time this was read."), at)
        return 1
    beginning = Arrival.objects.filter(pk__in=[one.pk for one in arrivals])
    beginning.update(begun=F("begun") + 1)
    try:
        _settle_all(transport, channel, _read_all(transport, channel, arrivals, at), at)
    except BaseException:
        # We live, so it was no item that ended us. Where the database is away this is lost, and harmless.
        if not connection.needs_rollback:
            beginning.filter(state=Arrival.State.PENDING, begun__gt=0).update(begun=F("begun") - 1)
        raise
    return len(arrivals)


def _read_all(transport: Transport, channel: Channel, arrivals: list[Arrival], at: datetime) -> list[_Read]:
    """Parse several items; kinds that fetch media may say `parse_at_once`, how many of them at a time."""
    at_once = min(getattr(transport, "parse_at_once", 1), len(arrivals))
    if at_once <= 1:
        return [one for arrival in arrivals if (one := _read(transport, channel, arrival, at))]

    def read(arrival: Arrival) -> _Read | None:
        try:
            return _read(transport, channel, arrival, at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(at_once) as pool:
        return [one for one in pool.map(read, arrivals) if one]


def _parse(transport: Transport, channel: Channel, arrival: Arrival) -> _Read:
    _reading[arrival.pk] = time.monotonic()
    try:
        item = journal.raw(arrival)
        return _Read(arrival, item, transport.parse(channel, item))
    finally:
        del _reading[arrival.pk]


def _read(transport: Transport, channel: Channel, arrival: Arrival, at: datetime) -> _Read | None:
    try:
        if journal.UNFETCHED in arrival.meta and isinstance(transport, Refetching):
            journal.fill(channel.pk, transport.refetch(channel, journal.raw(arrival)), at=at)
            return None  # it is read next, among what has room beside it now
        return _parse(transport, channel, arrival)
    except NotNow as error:
        _postpone(arrival, str(error), at, least=timedelta(seconds=error.retry_after))
    except AccessRevoked as error:
        standing.revoked(channel.pk, str(error), at=at)
        _wait(arrival, str(error), until=at + WITHOUT_ACCESS, attempts=arrival.attempts)
    except journal.BodyGone:
        _quarantine(arrival, gettext_noop("What came is no longer in our storage."), at)
    except Unreadable as error:
        _quarantine(arrival, str(error), at)
    except db.AWAY:
        raise
    except Exception:  # a parser's own fault must not stop those behind it
        logger.exception("Item %s of channel %s could not be parsed", arrival.key, channel.pk)
        _quarantine(arrival, NOT_READ, at)
    return None


def _settle_all(transport: Transport, channel: Channel, read: Sequence[_Read], at: datetime) -> None:
    """Receive what was read, together; where that fails, each alone, to find which of them cannot be stored."""
    try:
        _settle(transport, channel, read, at)
    except Exception:
        _raise_if_lost()
        logger.warning("A batch of channel %s could not be stored; each is tried alone", channel.pk, exc_info=True)
        for one in read:
            _settle_one(transport, channel, one, at)


def _settle_one(transport: Transport, channel: Channel, one: _Read, at: datetime) -> None:
    try:
        _settle(transport, channel, [one], at)
    except Exception as error:
        _raise_if_lost()
        logger.exception("Item %s of channel %s could not be stored", one.arrival.key, channel.pk)
        state = getattr(error.__cause__, "sqlstate", None) or ""
        if isinstance(error, OperationalError) and not state.startswith(_LIMIT_EXCEEDED):
            _postpone(one.arrival, NOT_STORED, at)  # a deadlock, a full disk: not the item's fault
        else:
            _quarantine(one.arrival, NOT_STORED, at)


def _raise_if_lost() -> None:
    """Let the exception being handled pass on when the database is gone."""
    if connection.connection is None or connection.connection.closed:
        raise  # noqa: PLE0704  # called while one is handled


@transaction.atomic
def _settle(transport: Transport, channel: Channel, read: Sequence[_Read], at: datetime) -> None:
    """Receive the messages of several items, and mark the items done, in one transaction."""
    messages = [message for one in read for message in one.parsed.messages]
    receipts = intake.receive(messages, at=at)
    ids = {message.external_id: receipt.message_id for message, receipt in zip(messages, receipts, strict=True)}
    inbox.note_reports(channel_id=channel.pk, reports=[r for one in read for r in one.parsed.reports], at=at)
    inbox.apply_edits(channel_id=channel.pk, edits=[edit for one in read for edit in one.parsed.edits], at=at)
    for one in read:
        transport.settle(channel, one.item, one.parsed, ids)
        arrival = one.arrival
        arrival.state, arrival.done_at, arrival.reason, arrival.begun = Arrival.State.DONE, at, "", 0
        arrival.note = _storable(one.parsed.note)
        arrival.message_id = ids[one.parsed.messages[0].external_id] if one.parsed.messages else None
    fields = ["state", "done_at", "reason", "note", "message_id", "begun"]
    Arrival.objects.bulk_update([one.arrival for one in read], fields)


def _postpone(arrival: Arrival, reason: str, at: datetime, *, least: timedelta = timedelta(seconds=1)) -> None:
    """Try again later, after pauses that grow."""
    if arrival.attempts + 1 >= MOST_ATTEMPTS:
        _quarantine(arrival, reason, at)
        return
    pause = min(timedelta(seconds=2 ** min(arrival.attempts, 20)), LONGEST_PAUSE)
    _wait(arrival, reason, until=at + max(pause, least), attempts=arrival.attempts + 1)


def _wait(arrival: Arrival, reason: str, *, until: datetime, attempts: int) -> None:
    Arrival.objects.filter(pk=arrival.pk).update(attempts=attempts, reason=_storable(reason), due_at=until, begun=0)


def _quarantine(arrival: Arrival, reason: str, at: datetime) -> None:
    logger.warning("Item %s of channel %s is in quarantine: %s", arrival.key, arrival.channel_id, reason)
    Arrival.objects.filter(pk=arrival.pk).update(
        state=Arrival.State.QUARANTINED, reason=_storable(reason), done_at=at, begun=0
    )


def _storable(words: str) -> str:
    return words.replace("\0", "").encode(errors="replace").decode()[:300]


@contextmanager
def _alone_with(channel_id: int) -> Iterator[bool]:
    """Hold the channel's lock for as long as the block runs; tell whether we got it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, channel_id])
        [is_ours] = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            _unlock(channel_id)


def _unlock(channel_id: int) -> None:
    try:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, channel_id])
    except db.AWAY:
        # The lock must not go back to the pool with the session that holds it.
        if connection.connection is not None:
            connection.connection.close()
