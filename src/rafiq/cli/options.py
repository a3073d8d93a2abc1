"""Reads what the person who starts the server wants: options first, then RAFIQ_* variables, then defaults."""

from __future__ import annotations

import argparse
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from rafiq.cli import places

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve: where to listen, where the data lies, whether to open a browser."""

    host: str
    port: int
    data: Path
    workers: int
    opens_browser: bool

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
        port=_taken_checked(given.host, named) if named else _first_free(given.host),
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


def _taken_checked(host: str, port: int) -> int:
    if reason := why_not(host, port):
        raise SystemExit(f"rafiq: cannot listen on {host} port {port}: {reason}. Choose another with --port.")
    return port


def _first_free(host: str) -> int:
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY):
        if not why_not(host, port):
            return port
    raise SystemExit(f"rafiq: cannot listen on {host}: {why_not(host, DEFAULT_PORT)}. Choose a port with --port.")


def why_not(host: str, port: int) -> str:
    """Say why one cannot listen there; empty when one can."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((host, port))
    except OSError as error:
        return error.strerror or str(error)
    return ""
