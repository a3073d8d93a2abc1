"""The machine under a running demo: its processes, which can be killed and frozen, and what its database holds."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from rafiq.platform import postgres
from tests.browser.conftest import Product

PATIENCE = 120.0  # the machine may be busy; nothing is timed here


class Machine:
    """What a test can do to a running demo that no person in front of a browser can."""

    def __init__(self, product: Product) -> None:
        self._product = product

    def pid(self, name: str) -> int:
        """Find the supervisor's own process of this name (`web`, `worker`, `postgres`)."""
        return wait(lambda: next(iter(self._children(name)), None), f"a process {name}")

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """End a process without warning; return which it was."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def restarted(self, name: str, *, after: int) -> None:
        """Wait until another process has taken the place of the one that was killed."""
        wait(lambda: [pid for pid in self._children(name) if pid != after], f"a new {name}")

    @contextlib.contextmanager
    def frozen(self, *pids: int) -> Iterator[None]:
        """Stop processes in their tracks for the block; they know nothing of it afterwards."""
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    @contextlib.contextmanager
    def without_database(self) -> Iterator[None]:
        """Let the database be gone for the block: killed, while the supervisor is held from starting it again."""
        pid = self.pid("postgres")
        with self.frozen(self._product.process.pid):
            os.kill(pid, signal.SIGQUIT)
            wait(lambda: _state(pid) in {"", "Z"}, "the database's end")
            yield
        self.restarted("postgres", after=pid)

    def sessions(self) -> list[int]:
        """List the database's processes, those that answer sessions among them."""
        server = self.pid("postgres")
        return [server, *(pid for pid in _pids() if _parent(pid) == server)]

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """Look into the database, and hold locks in it; each statement for itself unless the test says BEGIN."""
        url = wait(lambda: postgres.running_url(self._product.data), "the database")
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection

    def said(self, start: str) -> list[str]:
        """Return all messages that begin so, in the order in which they were stored."""
        with self.database() as db:
            find = "SELECT text FROM inbox_message WHERE starts_with(text, %s) ORDER BY id"
            return [text for (text,) in db.execute(find, [start])]

    def _children(self, name: str) -> list[int]:
        parent = self._product.process.pid
        return [pid for pid in _pids() if _parent(pid) == parent and _is_named(pid, name) and _state(pid) != "Z"]


def wait[T](look: Callable[[], T], what: str) -> Any:
    """Return what `look` gives as soon as that is something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(psycopg.OperationalError):
            if found := look():
                return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["", "0"]


def _state(pid: int) -> str:
    return _stat(pid)[0]


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _is_named(pid: int, name: str) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return False
    return name in {words[-2] if len(words) > 1 else "", Path(words[0]).name}
