"""Reads what the operator says through environment variables. No Django here: the launcher reads it too."""

from __future__ import annotations

import hashlib
import os
import secrets
import urllib.parse
from pathlib import Path
from typing import Any


def flag(name: str) -> bool:
    """Test whether an environment variable says yes."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, *, default: list[str]) -> list[str]:
    """Split a comma-separated variable; `default` when it is not set."""
    raw = os.environ.get(name)
    return list(default) if raw is None else [word.strip() for word in raw.split(",") if word.strip()]


def data_dir() -> Path:
    """Return the folder of database, files and secrets (`RAFIQ_DATA`), absolute."""
    return Path(os.environ.get("RAFIQ_DATA") or Path.home() / ".local" / "share" / "rafiq").expanduser().resolve()


def secret_key(folder: Path) -> str:
    """Return `RAFIQ_SECRET_KEY`, else the key kept in the data folder, made once with mode 600.

    Creation is exclusive, so that two processes starting together agree on one key.
    """
    if given := os.environ.get("RAFIQ_SECRET_KEY"):
        return given
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def static_version(package: Path) -> str:
    """Name the state of the package's static files: changes exactly when one of them was written anew."""
    files = sorted(path for path in package.glob("**/static/**/*") if path.is_file())
    states = (f"{path.relative_to(package)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256("\n".join(states).encode()).hexdigest()[:10]


def database(folder: Path) -> dict[str, Any]:
    """Translate `DATABASE_URL` (postgresql://user:password@host:port/name?host=/socket) into Django's dictionary.

    The pool is psycopg's: Django's ASGI handler runs each request on its own thread, where
    connections kept per thread would leak.
    """
    url = urllib.parse.urlsplit(os.environ.get("DATABASE_URL") or "postgresql:///rafiq")
    query = dict(urllib.parse.parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": urllib.parse.unquote(url.path.lstrip("/")) or "rafiq",
        "USER": urllib.parse.unquote(url.username or query.pop("user", "")),
        "PASSWORD": urllib.parse.unquote(url.password or query.pop("password", "")),
        "HOST": url.hostname or query.pop("host", ""),
        "PORT": str(url.port or query.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": int(os.environ.get("RAFIQ_POOL", "8")), "timeout": 5},
            "connect_timeout": 5,
            **query,
        },
        "TEST": {"NAME": os.environ.get("RAFIQ_TEST_DATABASE", "rafiq_test")},
    }
