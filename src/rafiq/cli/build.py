"""Makes the installable wheel."""

from __future__ import annotations

import argparse
import subprocess
import sys

from rafiq.cli import freshness, places


def main(words: list[str]) -> int:
    """Build the wheel, with front-end files and translations inside, into a folder (dist/ by default)."""
    parser = argparse.ArgumentParser(prog="rafiq build", description=__doc__)
    parser.add_argument("--into", default="dist", help="the folder to put it in (default: dist)")
    folder = parser.parse_args(words).into
    root = places.required_checkout()
    freshness.ensure(with_tests=False)
    # The build backend is the locked one of this environment: nothing is fetched while building.
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    return subprocess.run(command, check=False, cwd=root).returncode
