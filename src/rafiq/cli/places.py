"""Knows where things lie: the package, the checkout it may run from, the data."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def checkout() -> Path | None:
    """Return the root of the source checkout this code runs from; None for an installed wheel."""
    root = PACKAGE.parent.parent
    return root if (root / "pyproject.toml").exists() and (root / "rafiq").exists() else None


def required_checkout() -> Path:
    """Return the root of the source checkout.

    Raises:
        SystemExit: for an installed wheel, which has no tests and no tools.
    """
    if root := checkout():
        return root
    raise SystemExit("rafiq: this command works only in a checkout of the source.")


def default_data_dir() -> Path:
    """Return the folder for database and files when nobody named one."""
    root = checkout()
    return root / ".rafiq" / "data" if root else Path.home() / ".local" / "share" / "rafiq"


def data_dir() -> Path:
    """Return the folder for database and files, absolute."""
    return Path(os.environ.get("RAFIQ_DATA") or default_data_dir()).expanduser().resolve()
