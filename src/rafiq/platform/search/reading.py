"""Reads entries for their meaning in the background, in the worker: a third of a second each, one worker at a time."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from typing import Final

from django.db import connection

from rafiq.platform.search import vectors

AT_ONCE: Final = 1
NICENESS: Final = 15
PAUSE: Final = 3.0
"""Seconds between looks for entries that were put meanwhile."""
_LOCK: Final = 0x5EA2C5


def read_entries(stop: threading.Event) -> None:
    """Read what waits to be read until told to stop, giving way to whoever has somebody waiting."""
    _give_way()
    while not stop.is_set():
        begun = time.monotonic()
        read = _read_some(stop)
        stop.wait(time.monotonic() - begun if read else PAUSE)


def _give_way() -> None:
    """Let the system run this thread last; where it knows no priorities of threads, only the pauses are left."""
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


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
