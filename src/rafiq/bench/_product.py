"""Starts the whole product, as a company would, on a folder that is thrown away."""

from __future__ import annotations

import contextlib
import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rafiq.cli import places
from rafiq.platform import postgres, processes

START_SECONDS = 180
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Product:
    """A running Rafiq: supervisor, database, web process, worker."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    start_seconds: float  # from the command to the first page

    @property
    def database_url(self) -> str:
        """The address of its database."""
        return postgres.running_url(self.data) or ""


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Give a folder with a short name (sockets lie in it), which every user may pass through; then remove it."""
    with tempfile.TemporaryDirectory(prefix="rafiq-bench-", ignore_cleanup_errors=True) as name:
        path = Path(name)
        path.chmod(0o711)  # as root, the database runs as a user of its own
        yield path


@contextlib.contextmanager
def database(data: Path) -> Iterator[str]:
    """Run a database server of our own, whatever `DATABASE_URL` names; give the address of its database, prepared."""
    server = postgres.start(data, throwaway=True)
    try:
        given = environment(data) | {"DATABASE_URL": server.url}
        subprocess.run([sys.executable, "-m", "rafiq", "prepare"], check=True, env=given, stdout=sys.stderr)
        yield server.url
    finally:
        server.stop()


@contextlib.contextmanager
def running(data: Path, *, command: str = "serve", more: Mapping[str, str] | None = None) -> Iterator[Product]:
    """Start the product on a folder, give it once it answers a page, and stop it.

    Raises:
        RuntimeError: if it does not answer.
    """
    port = _free_port()
    words = [sys.executable, "-m", "rafiq", command, "--no-browser", "--port", str(port), "--data", str(data)]
    began = time.monotonic()
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        env=environment(data) | dict(more or {}),
        start_new_session=True,
        preexec_fn=processes.die_with_parent,  # noqa: PLW1509  # called before we have threads of our own
    )
    try:
        _wait_for_page(process, port=port)
        yield Product(process, port, data, time.monotonic() - began)
    finally:
        _stop(process)


def environment(data: Path) -> dict[str, str]:
    """Return our environment without what somebody set for an installation of theirs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAFIQ_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"PYTHONPATH": str(places.PACKAGE.parent), "RAFIQ_DATA": str(data)}


def allow_many_files(wanted: int = 30_000) -> None:
    """Raise the number of open files, for us and for what we start: each socket is one, at both ends."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def get(port: int, path: str) -> tuple[int, bytes]:
    """Fetch a page from the product."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_page(process: subprocess.Popen[bytes], *, port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the product ended at once ({process.returncode})")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if get(port, "/health")[0] == 200 and get(port, "/login/")[0] in {200, 302}:
                return
        time.sleep(0.02)
    raise RuntimeError(f"the product did not answer within {START_SECONDS} seconds")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End it as Ctrl-C does; by force, with all it started, when that takes too long."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # the kernel ends its children with it
        process.wait()
