"""The command `test`: runs pytest against databases of its own, which are thrown away afterwards.

The whole suite runs in as many processes at once as there are cores, four at most, and each of them has a database
server to itself: what is safe to read of the log is known for a whole server only, so tests would wait for each other.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rafiq.cli import chromium, dovecot, places
from rafiq.platform import postgres

_MOST_WORKERS = 4
_PLUGIN = "rafiq.cli.testing_worker"


def main(words: list[str]) -> int:
    """Run pytest with the given words; return its exit code.

    `-n 0` runs the whole suite in one process, `-n 2` a part of it in two; `-n` must stand first.
    """
    root = places.required_checkout()
    workers, words = _workers(words)
    programs = {"RAFIQ_CHROMIUM": chromium.path(), "RAFIQ_DOVECOT": dovecot.path()}
    with tempfile.TemporaryDirectory(prefix="rafiq-test-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        data.chmod(0o711)  # as root, the database runs as a user of its own
        if workers < 2:
            with postgres.at_hand(data, throwaway=True) as url:
                return _pytest(words, root=root, environment=_environment(data, programs=programs, DATABASE_URL=url))
        with contextlib.ExitStack() as running:
            for name in (data / f"gw{number}" for number in range(workers)):
                name.mkdir()
                name.chmod(0o711)
                running.callback(postgres.start(name, throwaway=True).stop)
            several = [f"-n{workers}", "--dist=loadfile", "--no-loadscope-reorder"]
            environment = _environment(data, programs=programs, PYTEST_PLUGINS=_PLUGIN)
            return _pytest([*several, *words], root=root, environment=environment)


def _workers(words: list[str]) -> tuple[int, list[str]]:
    """Say how many processes are wanted, and give the other words."""
    if len(words) > 1 and words[0] == "-n":
        return int(words[1]), words[2:]
    all_of_them = all(word.startswith("-") for word in words)
    if not all_of_them or "DATABASE_URL" in os.environ:
        return 1, words
    return min(os.cpu_count() or 1, _MOST_WORKERS), words


def _pytest(words: list[str], *, root: Path, environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(command, check=False, cwd=root, env=environment).returncode


def _environment(data: Path, *, programs: dict[str, str | None], **more: str) -> dict[str, str]:
    """Leave out the caller's own RAFIQ_* settings: they must not change what the tests see."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAFIQ_")}
    kept |= {name: program for name, program in programs.items() if program}
    kept["PYTHONPATH"] = str(places.PACKAGE.parent)
    return {**kept, "RAFIQ_DATA": str(data), "RAFIQ_SECRET_KEY": "for-tests-only", **more}
