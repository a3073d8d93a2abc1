"""The long-running parts that the supervisor keeps alive: the database, and Python processes of our own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rafiq.platform import postgres, processes


class Service(Protocol):
    """Something that runs until it is told to stop."""

    name: str
    carries_others: bool

    def start(self) -> None:
        """Start it, and return once it is under way."""

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""

    def ask_to_stop(self) -> None:
        """Tell it to end, without waiting."""

    def kill(self) -> None:
        """End it by force and wait until it is gone."""

    def output(self) -> int | None:
        """Return the file to read its messages from, if it has any."""


def _die_with_supervisor() -> None:
    """A killed supervisor takes the database with it: there is nothing to end politely, and none may stay behind."""
    processes.die_with_parent(signal.SIGKILL)


class Database:
    """The embedded PostgreSQL."""

    name = "database"
    carries_others = True

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._server: postgres.Server | None = None

    def start(self) -> None:
        """Start it and say where it is through `DATABASE_URL`."""
        self._server = postgres.start(self._data_dir)
        os.environ["DATABASE_URL"] = self._server.url

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._server.process.poll() if self._server else 0

    def ask_to_stop(self) -> None:
        """Cut the sessions, write everything out, end."""
        if self._server and self._server.process.poll() is None:
            self._server.process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """Make sure it is gone; data that was committed is safe even so."""
        if self._server:
            self._server.stop()

    def output(self) -> int | None:
        """It writes to a file of its own, postgres.log."""
        return None


class Process:
    """A subcommand of `rafiq` in a process of its own, in a session of its own.

    Ctrl-C in a terminal therefore reaches only the supervisor, which stops everything in order.
    The kernel ends the process when the supervisor dies, however that happens.
    """

    carries_others = False

    def __init__(self, name: str, *words: str, keeps_open: Sequence[int] = ()) -> None:
        self.name = name
        self._keeps_open = tuple(keeps_open)
        self._command = [sys.executable, "-m", "rafiq", *words]
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: int | None = None

    def start(self) -> None:
        """Start it with its messages going to a pipe."""
        self._close()
        self._reader, writer = os.pipe()
        os.set_blocking(self._reader, False)
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=self._keeps_open,
            preexec_fn=_die_with_supervisor,  # noqa: PLW1509  # the supervisor has one thread
        )
        os.close(writer)

    def exit_code(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._process.poll() if self._process else 0

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """End it and everything it started."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._close()

    def output(self) -> int | None:
        """Return the reading end of the pipe."""
        return self._reader

    def _close(self) -> None:
        if self._reader is not None:
            os.close(self._reader)
            self._reader = None
