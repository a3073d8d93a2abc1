"""Starts and stops the embedded PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rafiq.platform.postgres import cluster

_START_SECONDS = 300  # recovery after a power cut may take minutes
_STOP_SECONDS = 30
_LOG_BYTES = 5_000_000

# Small, yet durable: what a company of fifty agents needs, in well under 100 MB.
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "max_locks_per_transaction": "128",
    "shared_buffers": "48MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "huge_pages": "off",
    "io_method": "sync",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "wal_compression": "on",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "2",
    "idle_in_transaction_session_timeout": "5min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
}
# For data that nobody will miss, such as a test run's.
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded PostgreSQL that this process started and must stop."""

    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        """End it: first politely (sessions are cut, data is written out), by force after 30 seconds."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_STOP_SECONDS)
                return


def start(data_dir: Path, *, throwaway: bool = False) -> Server:
    """Start the embedded PostgreSQL on `data_dir`/postgres, creating the cluster the first time.

    The server ends by itself (fast shutdown) when the calling process dies.

    Raises:
        AlreadyRunning: if a server already runs on this folder.
        PostgresError: if the folder cannot be used or the server does not come up.
    """
    folder = data_dir / "postgres"
    user = cluster.user_for(folder)
    cluster.make_reachable(data_dir, user=user)
    if (folder / "PG_VERSION").exists():
        cluster.check_version(folder)
        cluster.clear_stale_lock(folder)
    else:
        cluster.create(folder, user=user)
    sockets = cluster.socket_folder(folder, user=user)
    settings = {**_SETTINGS, "unix_socket_directories": str(sockets), **(_THROWAWAY if throwaway else {})}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with _log(data_dir).open("ab") as output:
        command = [cluster.program("postgres"), "-D", str(folder), *options]
        process = cluster.launch(command, user=user, output=output.fileno())
    _wait_until_ready(process, data_dir=data_dir)
    return Server(process=process, url=_url(sockets))


def running_url(data_dir: Path) -> str | None:
    """Return the address of the server that runs on this folder, whoever started it; None if none does."""
    lines = cluster.lock_lines(data_dir / "postgres")
    if not cluster.is_ready(lines) or not cluster.is_postgres(int(lines[0])):
        return None
    return _url(Path(lines[4]))


@contextlib.contextmanager
def at_hand(data_dir: Path, *, throwaway: bool = False) -> Iterator[str]:
    """Give the address of a database: `DATABASE_URL`, else the server that runs, else one started for the block."""
    url = os.environ.get("DATABASE_URL") or running_url(data_dir)
    if url:
        yield url
        return
    server = start(data_dir, throwaway=throwaway)
    try:
        yield server.url
    finally:
        server.stop()


def log_tail(data_dir: Path, *, lines: int = 12) -> str:
    """Return the last lines that the embedded server logged."""
    log = data_dir / "postgres.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _log(data_dir: Path) -> Path:
    log = data_dir / "postgres.log"
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return log


def _url(sockets: Path) -> str:
    return f"postgresql://{cluster.ROLE}@/{cluster.DATABASE}?host={urllib.parse.quote(str(sockets), safe='')}"


def _wait_until_ready(process: subprocess.Popen[bytes], *, data_dir: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise cluster.PostgresError(f"PostgreSQL did not start. Its last words:\n{log_tail(data_dir)}")
        lines = cluster.lock_lines(data_dir / "postgres")
        if cluster.is_ready(lines) and lines[0].strip() == str(process.pid):
            return
        time.sleep(0.02)
    process.kill()
    raise cluster.PostgresError(f"PostgreSQL was not ready after {_START_SECONDS} seconds; see its postgres.log.")
