"""Tells without Django whether the database already has all migrations, so that a later start is quick."""

from __future__ import annotations

import importlib.metadata
import zlib
from pathlib import Path

from rafiq.cli import places


def are_applied(data_dir: Path) -> bool:
    """Test whether the embedded database was brought to exactly this code's state."""
    stamp = _stamp(data_dir)
    return stamp.exists() and stamp.read_text() == fingerprint()


def remember(data_dir: Path) -> None:
    """Note that the embedded database is up to date, inside its folder, with which the note goes."""
    _stamp(data_dir).write_text(fingerprint())


def fingerprint() -> str:
    """Sum up our migrations and the versions of the libraries that bring their own."""
    total = 0
    for path in sorted(places.PACKAGE.glob("**/migrations/*.py")):
        total = zlib.crc32(path.read_bytes(), zlib.crc32(str(path.relative_to(places.PACKAGE)).encode(), total))
    versions = [importlib.metadata.version(name) for name in ("django", "procrastinate")]
    return f"{total:08x} {' '.join(versions)}"


def _stamp(data_dir: Path) -> Path:
    return data_dir / "postgres" / "rafiq-migrations"
