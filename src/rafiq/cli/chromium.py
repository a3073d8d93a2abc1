"""Finds the Chromium that the browser tests drive, or installs Debian's."""

from __future__ import annotations

from rafiq.cli import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")  # without a font Latin text would be blank


def path() -> str | None:
    """Return the path of a Chromium: `RAFIQ_CHROMIUM`, one on PATH, or one installed now where we may."""
    return debian.program("RAFIQ_CHROMIUM", names=NAMES, packages=PACKAGES, whatfor="the browser tests")
