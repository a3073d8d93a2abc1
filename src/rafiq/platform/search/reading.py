"""Reads entries for their meaning in the background, in the worker: a third of a second each, one worker at a time."""

from __future__ import annotations

import threading
from typing import Final

from django.db import connection

from rafiq.platform.search import vectors

AT_ONCE: Final = 10
PAUSE: Final = 3.0
"""Seconds between looks for entries that were put meanwhile."""
_LOCK: Final = 0x5EA2C5


def read_entries(stop: threading.Event) -> None:
    """Read what waits to be read until told to stop; without hurry, lest those who ask now have to wait."""
    while not stop.is_set():
        read = _read_some(stop)
        stop.wait(PAUSE if read == 0 else 0.01)


def _read_some(stop: threading.Event) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        [is_mine] = cursor.fetchone()
        if not is_mine:
            return 0
        try:
            return vectors.read_waiting(limit=AT_ONCE, stop=stop.is_set)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
