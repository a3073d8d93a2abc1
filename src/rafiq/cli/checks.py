"""The command `check`: everything that the project's CI runs. Needs the development packages."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rafiq.cli import places, testing

PYTHON = [sys.executable, "-m"]
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
STEPS = {
    "ruff": [*PYTHON, "ruff", "check", "--no-cache", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--no-cache", "."],
    "types": [*PYTHON, "mypy"],
    "layers": [sys.executable, "-c", LINT_IMPORTS, "--no-cache", "--no-logo"],
    "translations": [*PYTHON, "rafiq", "makemessages", "--check"],
    "licences": [*PYTHON, "rafiq", "licences"],
    "sizes": [*PYTHON, "rafiq", "sizes"],
}


def main(words: list[str]) -> int:
    """Run the static checks, then the tests; --static leaves the tests out."""
    parser = argparse.ArgumentParser(prog="rafiq check", description=main.__doc__)
    parser.add_argument("--static", action="store_true", help="only what needs no database")
    only_static = parser.parse_args(words).static
    root = places.required_checkout()
    failed = [name for name, command in STEPS.items() if not _passes(name, command, root=root)]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr, flush=True)
    code = 0 if only_static else testing.main([])
    if failed and not only_static:
        print(f"Failed before the tests: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else code


def _passes(name: str, command: list[str], *, root: Path) -> bool:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rafiq-check-") as data:
        environment = {**os.environ, "RAFIQ_DATA": data, "RAFIQ_SECRET_KEY": "for-checks-only"}
        done = subprocess.run(command, check=False, cwd=root, env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - began
    print(f"{'✓' if done.returncode == 0 else '✗'} {name:<14}{seconds:5.1f} s", flush=True)
    if done.returncode or name == "sizes":
        print(f"{done.stdout}{done.stderr}".rstrip(), flush=True)
    return done.returncode == 0
