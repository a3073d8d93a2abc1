"""Tells whether the front-end files and translations of a checkout are up to date. Light: runs at every start."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from rafiq.cli import places

VENDOR = places.PACKAGE / "platform" / "ui" / "static" / "vendor"


def ensure(*, with_tests: bool) -> None:
    """Bring the assets of a checkout up to date, in a process of its own; an installed wheel has them inside.

    Raises:
        SystemExit: if that failed; the process has said why.
    """
    root = places.checkout()
    if root is None or is_fresh(root, with_tests=with_tests):
        return
    command = [sys.executable, "-m", "rafiq", "assets", *(["--with-tests"] if with_tests else [])]
    if code := subprocess.run(command, check=False).returncode:
        raise SystemExit(code)


def is_fresh(root: Path, *, with_tests: bool) -> bool:
    """Test whether the last `assets` run saw the same lock file and the same translations."""
    wanted = fingerprint(root)
    stamps = {stamp_text(wanted, with_tests=True), stamp_text(wanted, with_tests=with_tests)}
    return VENDOR.exists() and stamp(root).exists() and stamp(root).read_text() in stamps


def stamp(root: Path) -> Path:
    """Return the file that remembers what the last `assets` run saw."""
    return root / ".rafiq" / "assets"


def stamp_text(seen: str, *, with_tests: bool) -> str:
    """Return what that file says after a run."""
    return f"{seen} {'with tests' if with_tests else 'alone'}\n"


def fingerprint(root: Path) -> str:
    """Sum up all that the assets are made from."""
    total = 0
    for path in (root / "package-lock.json", places.PACKAGE / "cli" / "assets.py", *translations()):
        total = zlib.crc32(path.read_bytes(), total)
    return f"{total:08x}"


def translations() -> Iterator[Path]:
    """Find the translation sources, in a stable order."""
    return iter(sorted(places.PACKAGE.glob("locale/*/LC_MESSAGES/*.po")))
