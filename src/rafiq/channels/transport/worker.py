"""The worker's loop that takes items in: woken by the journal, one thread for each channel that has something."""

from __future__ import annotations

import logging
import os
import threading
from datetime import UTC, datetime

import psycopg
from django.db import connection, connections
from django.db.models import Min
from django.utils import translation

from rafiq.accounts import queries as accounts
from rafiq.channels.transport import processing
from rafiq.channels.transport.journal import WAKE
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Channel
from rafiq.platform import db, worker

logger = logging.getLogger(__name__)

POLL_SECONDS = 5.0
STUCK = 70  # the exit code
AT_ONCE = 8  # channels; one whose provider is slow holds up none but itself


def take_in(stop: threading.Event) -> None:
    """Take in whatever is journaled, until told to stop or the database is lost."""
    takers = _Takers(stop)
    connection.ensure_connection()
    parameters = worker.plain(connection.get_connection_params())
    with psycopg.connect(**parameters, autocommit=True) as listener:
        listener.execute(f"LISTEN {WAKE}")
        while not stop.is_set():
            _end_if_stuck()
            for channel in processing.with_due(at=datetime.now(UTC)):
                takers.wake(channel)
            for _ in listener.notifies(timeout=_pause(), stop_after=1):
                break
            for _ in listener.notifies(timeout=0):
                pass  # one look is enough for all that came meanwhile


def _end_if_stuck() -> None:
    """Give up the process for an item that is read for ever: the next one reads it alone, and at last puts it aside."""
    if processing.is_stuck():
        logger.critical("An item has been read for %s seconds; the worker begins anew", processing.STUCK_AFTER)
        os._exit(STUCK)


def _pause() -> float:
    """Return for how long nothing is due, at most until the next look in any case."""
    now = datetime.now(UTC)
    coming = Arrival.objects.filter(state=Arrival.State.PENDING, due_at__gt=now).aggregate(at=Min("due_at"))["at"]
    return min((coming - now).total_seconds(), POLL_SECONDS) if coming else POLL_SECONDS


class _Takers:
    """The threads at work, at most one a channel."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._busy: set[int] = set()
        self._again: set[int] = set()

    def wake(self, channel: Channel) -> None:
        """Let somebody look after a channel; who is at it already looks once more."""
        with self._lock:
            if channel.pk in self._busy:
                self._again.add(channel.pk)
                return
            self._busy.add(channel.pk)
            self._again.add(channel.pk)
        threading.Thread(target=self._work, args=(channel,), name=f"channel-{channel.pk}", daemon=True).start()

    def _work(self, channel: Channel) -> None:
        try:
            with self._slots, translation.override(accounts.company().language):
                while not self._stop.is_set() and self._is_wanted(channel.pk):
                    while processing.process(channel, at=datetime.now(UTC)) and not self._stop.is_set():
                        channel.refresh_from_db()
        except db.AWAY as error:
            logger.warning("Channel %s lost the database (%s); it goes on when that is back", channel.pk, error)
            self._give_up(channel.pk)
        except Exception:
            logger.exception("Channel %s could not be worked on; it is tried again", channel.pk)
            self._give_up(channel.pk)
        finally:
            connections.close_all()

    def _give_up(self, pk: int) -> None:
        with self._lock:
            self._busy.discard(pk)
            self._again.discard(pk)

    def _is_wanted(self, pk: int) -> bool:
        """Test whether something came since the last look; who is told no leaves the place to the next."""
        with self._lock:
            if pk in self._again:
                self._again.discard(pk)
                return True
            self._busy.discard(pk)
            return False
