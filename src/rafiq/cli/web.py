"""The web server process: granian, serving pages, files, sockets and streams on one port."""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from rafiq.platform import processes

# Every open socket of a visitor or an agent counts as a request under way.
MOST_CONNECTIONS = 20_000
_STOP_SECONDS = 2  # for requests under way; open streams never end by themselves


def main(words: list[str]) -> int:
    """Serve `rafiq.asgi:application` on `RAFIQ_HOST` and `RAFIQ_PORT` with `RAFIQ_WORKERS` processes."""
    del words
    _allow_many_files()
    server = Server(
        "rafiq.asgi:application",
        address=os.environ.get("RAFIQ_HOST", "127.0.0.1"),
        port=int(os.environ.get("RAFIQ_PORT", "8000")),
        interface=Interfaces.ASGI,
        workers=int(os.environ.get("RAFIQ_WORKERS", "1")),
        loop=Loops.auto if sys.platform == "win32" else Loops.uvloop,
        http=HTTPModes.http1,
        websockets=True,
        backlog=4096,
        backpressure=MOST_CONNECTIONS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.serve(target_loader=_load)
    return 0


def _load(target: str) -> Callable[..., Any]:
    """Import the application, in the worker process that will run it.

    The worker is killed when its main process is: an orphan would hold the port, and nothing is
    lost, since a message is acknowledged only after it was committed.
    """
    processes.die_with_parent(signal.SIGKILL)
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return application


def _allow_many_files() -> None:
    """Raise the number of open sockets as far as the system lets us."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS * 2
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(hard, wanted), hard)
        )
