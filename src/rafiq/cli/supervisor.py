"""Keeps services running in one small single-threaded loop, passes on what they say, and stops them in order.

It stays in memory as long as Rafiq runs: no Django, no HTTP library, no threads.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rafiq.cli.services import Service
from rafiq.platform import processes
from rafiq.platform.postgres import PostgresError

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
GRACE_SECONDS = 10.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Someone asked us to stop."""


@dataclass(slots=True)
class _Kept:
    """A service and its bad luck so far."""

    service: Service
    started_at: float
    pause: float = FIRST_PAUSE
    restart_at: float | None = None
    unfinished: bytes = b""
    is_silent: bool = False  # it closed its pipe, which would be "ready" for ever


class Supervisor:
    """Starts services, restarts those that end, stops them in order."""

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        self._stopping = False
        self._wake_reader, wake_writer = os.pipe()
        for end in (self._wake_reader, wake_writer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake_writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only to wake the loop
        for number in _SIGNALS:
            signal.signal(number, self._stop)

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def start(self, service: Service) -> None:
        """Start a service and keep it running from now on."""
        service.start()
        self._kept.append(_Kept(service, started_at=time.monotonic()))

    def restart(self) -> None:
        """Ask everything but the database to end; the loop starts it again at once."""
        for kept in self._kept:
            if not kept.service.carries_others:
                kept.pause = 0.0
                kept.service.ask_to_stop()

    def run_once(self, *words: str) -> int:
        """Run a subcommand to its end, with its messages going straight to the terminal; return its exit code.

        Raises:
            Stopped: if someone asked us to stop meanwhile.
        """
        command = [sys.executable, "-m", "rafiq", *words]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=processes.die_with_parent,  # noqa: PLW1509  # one thread
        )
        while process.poll() is None:
            self.step(1.0)
            if self._stopping:
                process.terminate()
                process.wait()
        if self._stopping:
            raise Stopped
        return process.returncode

    def run(self, each_step: Callable[[], None], *, seconds: float) -> None:
        """Keep everything running until someone asks us to stop; call `each_step` every so many seconds."""
        while not self._stopping:
            self.step(seconds)
            each_step()

    def wait_for(self, is_there: Callable[[], bool], *, needs: str) -> bool:
        """Wait until something is there; False if the service that it `needs` ended first.

        Raises:
            Stopped: if someone asked us to stop meanwhile.
        """
        needed = next(kept.service for kept in self._kept if kept.service.name == needs)
        while not is_there():
            self._listen(0.1)
            if self._stopping:
                raise Stopped
            if needed.exit_code() is not None:
                self._listen(0)
                return False
        return True

    def step(self, seconds: float) -> None:
        """Wait at most so long for something to happen, and deal with it."""
        self._listen(seconds)
        if self._stopping:
            return
        now = time.monotonic()
        for kept in self._kept:
            _look_after(kept, now=now)

    def stop(self) -> None:
        """Stop all services at once, but the database, on which all rest, after all others."""
        self._stopping = True
        self._stop_group([kept for kept in self._kept if not kept.service.carries_others])
        self._stop_group([kept for kept in self._kept if kept.service.carries_others])
        self._kept.clear()

    def _stop_group(self, group: list[_Kept]) -> None:
        for kept in group:
            kept.service.ask_to_stop()
        until = time.monotonic() + GRACE_SECONDS
        while any(kept.service.exit_code() is None for kept in group) and time.monotonic() < until:
            self._listen(0.1)
        self._listen(0)
        for kept in group:
            kept.service.kill()

    def _listen(self, seconds: float) -> None:
        """Sleep until a service says something, a child ends, or a signal comes."""
        talking = (kept for kept in self._kept if not kept.is_silent)
        outputs = {number: kept for kept in talking if (number := kept.service.output()) is not None}
        ready, _, _ = select.select([self._wake_reader, *outputs], [], [], seconds)
        for number in ready:
            if number == self._wake_reader:
                with contextlib.suppress(BlockingIOError):
                    os.read(number, 4096)
            else:
                _pass_on(outputs[number], number)


def _look_after(kept: _Kept, *, now: float) -> None:
    """Notice that a service ended, and start it again after a pause that grows with each quick failure."""
    code = kept.service.exit_code()
    if code is None:
        if now - kept.started_at > LONGEST_PAUSE:
            kept.pause = FIRST_PAUSE
        return
    if kept.restart_at is None:
        if kept.pause:
            say(f"{kept.service.name} ended unexpectedly ({code}); starting it again")
        kept.restart_at = now + kept.pause
    if now >= kept.restart_at:
        kept.restart_at, kept.started_at, kept.is_silent = None, now, False
        kept.pause = min(kept.pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        try:
            kept.service.start()
        except PostgresError as error:
            say(str(error))


def _pass_on(kept: _Kept, number: int) -> None:
    """Write each finished line that a service said to standard error, with the service's name before it."""
    with contextlib.suppress(BlockingIOError):
        said = os.read(number, 65536)
        kept.is_silent = not said
        *lines, kept.unfinished = (kept.unfinished + said).split(b"\n")
        for line in lines:
            say(line.decode(errors="replace").rstrip(), name=kept.service.name)


def say(text: str, *, name: str = "rafiq") -> None:
    """Write one line to standard error; a terminal that went away is no reason to fail."""
    with contextlib.suppress(OSError):
        print(f"{name} | {text}", file=sys.stderr, flush=True)
