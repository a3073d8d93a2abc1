"""Reads what the person who starts the server wants: options first, then RAFIQ_* variables, then defaults."""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rafiq.cli import places

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20
BACKLOG = 4096


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve: where to listen, where the data lies, whether to open a browser."""

    host: str
    listener: socket.socket
    data: Path
    workers: int
    opens_browser: bool

    @property
    def port(self) -> int:
        """The port that is listened on."""
        port: int = self.listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The address to show people: `RAFIQ_URL` where a proxy stands in front, else this machine's."""
        host = "localhost" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104  # compared, not bound
        bracketed = f"[{host}]" if ":" in host else host
        return os.environ.get("RAFIQ_URL", "").rstrip("/") or f"http://{bracketed}:{self.port}"


def read(words: list[str], *, command: str, description: str) -> Options:
    """Read the words after the command.

    Raises:
        SystemExit: for words that make no sense, or a port that is taken.
    """
    parser = argparse.ArgumentParser(prog=f"rafiq {command}", description=description)
    parser.add_argument("--host", default=_from("HOST", "127.0.0.1"), help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, help=f"port to listen on (default: {DEFAULT_PORT}, or the next free one)")
    parser.add_argument("--data", type=Path, help=f"folder for database and files (default: {places.data_dir()})")
    parser.add_argument("--workers", type=_count, help="web processes (default: 1)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    given = parser.parse_args(words)
    named = given.port or (_port(text) if (text := _from("PORT", "")) else None)
    return Options(
        host=given.host,
        listener=_listen(given.host, [named] if named else range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY)),
        data=(given.data or places.data_dir()).expanduser().resolve(),
        workers=given.workers or _count(_from("WORKERS", "1")),
        opens_browser=not given.no_browser and command != "serve",
    )


def _from(name: str, default: str) -> str:
    return os.environ.get(f"RAFIQ_{name}") or default


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port")
    return int(text)


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of processes")
    return int(text)


def _listen(host: str, ports: Iterable[int]) -> socket.socket:
    """Take the first of these ports that is free.

    Listening begins here and not in the web process, so that nobody is refused while that one starts
    or is replaced: connections wait.
    """
    reason = ""
    for port in ports:
        try:
            return bound(host, port)
        except OSError as error:
            reason = reason or f"port {port}: {error.strerror or error}"
    raise SystemExit(f"rafiq: cannot listen on {host} {reason}. Choose another with --port.")


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Raises:
        OSError: if that is not possible.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
