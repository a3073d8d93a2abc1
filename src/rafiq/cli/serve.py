"""The commands `serve`, `demo` and `dev`: one foreground program that starts everything and stops it cleanly."""

from __future__ import annotations

import contextlib
import fcntl
import hmac
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from rafiq.cli import migrations, options, places
from rafiq.cli.options import Options
from rafiq.cli.services import Database, Process
from rafiq.cli.supervisor import Stopped, Supervisor, say
from rafiq.platform import environment
from rafiq.platform.postgres import AlreadyRunning

DEMO_FILE = "demo.json"
_WATCHED = {".py", ".html", ".mo"}


def serve(words: list[str]) -> int:
    """Start Rafiq on its data, in the foreground, until SIGINT or SIGTERM."""
    return _run(options.read(words, command="serve", description=serve.__doc__ or ""))


def demo(words: list[str]) -> int:
    """Start Rafiq with the demo company, filling it in on the first start, and open its shop."""
    os.environ["RAFIQ_DEMO"] = "1"
    return _run(options.read(words, command="demo", description=demo.__doc__ or ""), is_demo=True)


def dev(words: list[str]) -> int:
    """Start Rafiq with the demo company for development: debug pages, restart when code changes."""
    os.environ["RAFIQ_DEMO"] = os.environ["RAFIQ_DEBUG"] = "1"
    return _run(options.read(words, command="dev", description=dev.__doc__ or ""), is_demo=True, reloads=True)


def _run(wanted: Options, *, is_demo: bool = False, reloads: bool = False) -> int:
    os.environ.update(RAFIQ_DATA=str(wanted.data), RAFIQ_LISTENER=str(wanted.listener.fileno()))
    with _only_one(wanted.data):
        supervisor = Supervisor()
        try:
            if code := _start(supervisor, wanted, is_demo=is_demo):
                return code
            _announce(wanted, is_demo=is_demo)
            supervisor.run(_restart_on_change(supervisor) if reloads else lambda: None, seconds=1.0)
        except Stopped:
            pass
        finally:
            supervisor.stop()
    say("stopped")
    return 0


def _start(supervisor: Supervisor, wanted: Options, *, is_demo: bool) -> int:
    """Start everything in order; return an exit code other than 0 when that failed."""
    own_database = "DATABASE_URL" not in os.environ  # one that someone else runs may change behind our back
    is_ready = own_database and migrations.are_applied(wanted.data)
    if own_database:
        say("starting the database …")
        supervisor.start(Database(wanted.data))
    if not is_ready:
        if code := supervisor.run_once("prepare"):
            return code
        if own_database:
            migrations.remember(wanted.data)
    if is_demo and not (wanted.data / DEMO_FILE).exists() and (code := supervisor.run_once("fill-demo")):
        return code
    for number in range(wanted.workers):
        supervisor.start(Process(f"web-{number + 1}", "web", keeps_open=[wanted.listener.fileno()]))
    if not supervisor.wait_for(lambda: _is_healthy(wanted), needs="web-1"):
        say("the web server did not start")
        return 1
    supervisor.start(Process("worker", "worker"))  # only now, so that the first page comes sooner
    return 0


@contextlib.contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this process; the kernel lets go when it dies."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = (data_dir / "serve.lock").open("a")
    except OSError as error:
        raise SystemExit(f"rafiq: the data folder {data_dir} cannot be written: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Rafiq already runs on {data_dir}. Stop it or give another --data.") from None
        yield


def _is_healthy(wanted: Options) -> bool:
    return _status(wanted, "/health") == b"200"


def _status(wanted: Options, path: str) -> bytes:
    """Ask for a page's status, by hand: an HTTP library would double the supervisor's size. Empty if nobody answers."""
    host = wanted.host if wanted.host not in {"0.0.0.0", "", "::"} else "localhost"  # noqa: S104  # compared, not bound
    name = urllib.parse.urlsplit(wanted.url).netloc
    try:
        with socket.create_connection((host, wanted.port), timeout=2) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
            return b"".join(connection.recv(64).split(b" ")[1:2])
    except OSError:
        return b""


def _set_up_link(wanted: Options) -> list[str]:
    """Name the page that makes the first administrator, as long as there is none (`accounts.services.setup_token`)."""
    if _status(wanted, "/setup/") != b"200":
        return []
    key = environment.secret_key(wanted.data)
    token = hmac.digest(key.encode(), b"rafiq set-up", "sha256").hex()[:40]
    return [f"Set it up:       {wanted.url}/setup/?token={token}"]


def _announce(wanted: Options, *, is_demo: bool) -> None:
    """Tell where everything is, and open the shop."""
    lines = ["", f"Rafiq is ready:  {wanted.url}/"]
    shop = f"{wanted.url}/demo/shop/"
    if is_demo:
        lines += [f"The demo shop:   {shop}", f"Its help centre: {wanted.url}/help/"]
        lines += [f"Its customers:   {wanted.url}/demo/customers/", *_logins(wanted.data)]
    lines += _set_up_link(wanted)
    print("\n".join([*lines, "", "Ctrl-C stops it."]), flush=True)
    if wanted.opens_browser:
        _open_browser(shop if is_demo else f"{wanted.url}/")


def _logins(data_dir: Path) -> list[str]:
    """List the demo's people, as the filler wrote them down."""
    with contextlib.suppress(OSError, ValueError):
        people = json.loads((data_dir / DEMO_FILE).read_text())["logins"]
        return ["Log in as:", *(f"  {one['email']:<28}{one['password']:<18}{one['role']}" for one in people)]
    return []


def _open_browser(url: str) -> None:
    """Open the person's browser where there is a screen; never a text browser in this terminal."""
    has_screen = sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_screen:
        return
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", "webbrowser", "-t", url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _restart_on_change(supervisor: Supervisor) -> Callable[[], None]:
    """Return a function that restarts our processes when a source file changed since it was last called."""
    seen = _newest_change()

    def look() -> None:
        nonlocal seen
        newest = _newest_change()
        if newest != seen:
            seen = newest
            say("code changed, restarting …")
            supervisor.run_once("prepare")
            supervisor.restart()

    return look


def _newest_change() -> float:
    sources = (path for path in places.PACKAGE.rglob("*") if path.suffix in _WATCHED)
    return max((path.stat().st_mtime for path in sources), default=time.time())
