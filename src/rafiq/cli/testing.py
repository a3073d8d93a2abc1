"""The command `test`: runs pytest against a database of its own, which is thrown away afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rafiq.cli import chromium, dovecot, places
from rafiq.platform import postgres


def main(words: list[str]) -> int:
    """Run pytest with the given words; return its exit code."""
    root = places.required_checkout()
    programs = {"RAFIQ_CHROMIUM": chromium.path(), "RAFIQ_DOVECOT": dovecot.path()}
    with tempfile.TemporaryDirectory(prefix="rafiq-test-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        data.chmod(0o711)  # as root, the database runs as a user of its own
        with postgres.at_hand(data, throwaway=True) as url:
            environment = _environment(data, url=url, programs=programs)
            command = [sys.executable, "-m", "pytest", *words]
            return subprocess.run(command, check=False, cwd=root, env=environment).returncode


def _environment(data: Path, *, url: str, programs: dict[str, str | None]) -> dict[str, str]:
    """Leave out the caller's own RAFIQ_* settings: they must not change what the tests see."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAFIQ_")}
    kept |= {name: program for name, program in programs.items() if program}
    kept["PYTHONPATH"] = str(places.PACKAGE.parent)
    return {**kept, "DATABASE_URL": url, "RAFIQ_DATA": str(data), "RAFIQ_SECRET_KEY": "for-tests-only"}
