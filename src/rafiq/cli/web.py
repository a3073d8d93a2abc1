"""One web process: pages, files, sockets and streams on one port."""

from __future__ import annotations

import contextlib
import os
import resource
import socket

from rafiq.cli.options import DEFAULT_PORT
from rafiq.gateway import server
from rafiq.platform import processes

# Each visitor's or agent's open connection is an open file.
MOST_FILES = 40_000


def main(words: list[str]) -> int:
    """Serve on the listening socket that the supervisor holds, or on `RAFIQ_HOST` and `RAFIQ_PORT` without one."""
    del words
    _allow_many_files()
    processes.collect_rarely()
    number = os.environ.get("RAFIQ_LISTENER")
    server.run(
        host=os.environ.get("RAFIQ_HOST") or "127.0.0.1",
        port=int(os.environ.get("RAFIQ_PORT") or DEFAULT_PORT),
        listener=socket.socket(fileno=int(number)) if number else None,
    )
    return 0


def _allow_many_files() -> None:
    """Raise the number of open files as far as the system lets us."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
