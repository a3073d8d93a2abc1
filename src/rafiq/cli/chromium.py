"""Finds the Chromium that the browser tests drive, or installs Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")  # without a font Latin text would be blank


def path() -> str | None:
    """Return the path of a Chromium: `RAFIQ_CHROMIUM`, one on PATH, or one installed now where we may."""
    return os.environ.get("RAFIQ_CHROMIUM") or _found() or _installed()


def _found() -> str | None:
    return next((place for name in NAMES if (place := shutil.which(name))), None)


def _installed() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(
            "rafiq: THE BROWSER TESTS NEED CHROMIUM, and none was found. Install it "
            "(Debian: apt-get install chromium) or name its program in RAFIQ_CHROMIUM.",
            file=sys.stderr,
        )
        return None
    print("rafiq: installing Chromium for the browser tests …", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run([apt, "-qq", *words], check=False, env=quiet, capture_output=True, text=True)
        if done.returncode:
            print(f"rafiq: apt-get {words[0]} failed:\n{done.stderr.strip()}", file=sys.stderr)
    return _found()
