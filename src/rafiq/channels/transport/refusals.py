"""Requests to webhook addresses that were not the provider's: counted, told, and slowed down, never silently lost.

The counts are kept by each process and written down now and then, so that whoever forges cannot make us write.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from rafiq.channels.transport.models import Connection

logger = logging.getLogger(__name__)

MOST_A_MINUTE = 60
MOST_WATCHED = 10_000
_MINUTE = timedelta(minutes=1)
_WRITE_EVERY = timedelta(seconds=5)


@dataclass(slots=True)
class _Window:
    began_at: datetime
    count: int = 0


class Refusals:
    """What one process refused lately, by who it was; and by channel what is not written down yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, _Window] = {}
        self._unwritten: dict[int, int] = {}
        self._written_at: dict[int, datetime] = {}

    def is_too_many(self, whose: str, *, at: datetime) -> bool:
        """Count one more refusal of somebody; test whether they had more than they may within a minute."""
        with self._lock:
            window = self._windows.get(whose)
            if window is None or at - window.began_at > _MINUTE:
                if len(self._windows) >= MOST_WATCHED:
                    self._windows.clear()
                window = self._windows[whose] = _Window(at)
            window.count += 1
            return window.count > MOST_A_MINUTE

    def note(self, channel_id: int, reason: str, *, at: datetime) -> None:
        """Count a refused request on the channel's page and in the log file."""
        with self._lock:
            self._unwritten[channel_id] = self._unwritten.get(channel_id, 0) + 1
            if at - self._written_at.get(channel_id, at - _MINUTE) < _WRITE_EVERY:
                return
            self._written_at[channel_id] = at
            count = self._unwritten.pop(channel_id)
        logger.warning("%s requests to the webhook of channel %s were refused, last: %s", count, channel_id, reason)
        _write(channel_id, count, reason, at)


def _write(channel_id: int, count: int, reason: str, at: datetime) -> None:
    row = Connection(channel_id=channel_id, state=Connection.State.IDLE, since=at)
    Connection.objects.bulk_create([row], ignore_conflicts=True)
    words = reason.replace("\0", "").encode(errors="replace").decode()[:300]
    Connection.objects.filter(channel=channel_id).update(
        refused=F("refused") + count, refused_at=at, refused_words=words
    )
