"""Processes: none outlives the one that started it, and a long-lived one spends little time on garbage."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_YOUNG_OBJECTS = 20_000


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send `number` to the calling process when its parent ends, however it ends.

    Linux only (prctl PR_SET_PDEATHSIG); elsewhere nothing happens. The setting survives `exec`, so
    it may be called between fork and exec, and must be called after any change of user.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)


def is_alive(pid: int) -> bool:
    """Test whether a process with this id exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def collect_rarely() -> None:
    """Look for cyclic garbage after many new objects only: a batch of messages makes thousands, none of them cyclic."""
    gc.set_threshold(_YOUNG_OBJECTS, 20, 20)
