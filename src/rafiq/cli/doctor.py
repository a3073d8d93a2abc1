"""The command `doctor`: looks at everything Rafiq needs and says in one line each whether it is in order."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from rafiq.cli import database_health, freshness, places
from rafiq.cli.options import DEFAULT_PORT, bound
from rafiq.platform import postgres

MINIMUM_DISK_MB = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    name: str
    is_fine: bool
    detail: str


def main(words: list[str]) -> int:
    """Check everything; return 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="rafiq doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    parser.add_argument("--data", type=Path, help="the data folder to look at")
    given = parser.parse_args(words)
    data = (given.data or places.data_dir()).expanduser().resolve()
    os.environ["RAFIQ_DATA"] = str(data)
    findings = [*_machine(data), *_database(data)]
    _print_json(findings) if given.json else _print_lines(findings)
    return 0 if all(finding.is_fine for finding in findings) else 1


def _machine(data: Path) -> list[Finding]:
    return [_python(), _assets(), _translations(), _data_folder(data), _disk(data), _port()]


def _python() -> Finding:
    return Finding("Python", sys.version_info >= (3, 13), platform.python_version())


def _assets() -> Finding:
    count = sum(1 for path in freshness.VENDOR.rglob("*") if path.is_file()) if freshness.VENDOR.exists() else 0
    return Finding("front-end files", count > 0, f"{count} files" if count else "missing; run: rafiq assets")


def _translations() -> Finding:
    languages = {path.parent.parent.name for path in places.PACKAGE.glob("locale/*/LC_MESSAGES/*.mo")}
    missing = sorted({"fa", "ar"} - languages)
    return Finding("translations", not missing, f"not compiled: {', '.join(missing)}" if missing else "compiled")


def _data_folder(data: Path) -> Finding:
    nearest = next(path for path in (data, *data.parents) if path.exists())
    return Finding("data folder", os.access(nearest, os.W_OK), str(data) + ("" if data.exists() else " (not made yet)"))


def _disk(data: Path) -> Finding:
    nearest = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(nearest).free // 2**20
    return Finding("disk space", free >= MINIMUM_DISK_MB, f"{free:,} MB free")


def _port() -> Finding:
    port = int(os.environ.get("RAFIQ_PORT") or DEFAULT_PORT)
    try:
        bound(os.environ.get("RAFIQ_HOST") or "127.0.0.1", port).close()
    except OSError as error:
        # A taken port is no fault: Rafiq itself may be listening there, and takes the next one otherwise.
        return Finding("port", True, f"{port}: {error.strerror or error}")
    return Finding("port", True, f"{port} is free")


def _database(data: Path) -> list[Finding]:
    if "DATABASE_URL" not in os.environ and not (data / "postgres").exists():
        return [Finding("database", True, "none yet; `rafiq serve` or `rafiq demo` makes it")]
    try:
        with postgres.at_hand(data) as url:
            os.environ["DATABASE_URL"] = url
            django.setup()
            return list(_until_silent())
    except postgres.PostgresError as error:
        return [Finding("database", False, str(error))]


def _until_silent() -> Iterator[Finding]:
    """Ask everything, unless the database does not even answer the first question."""
    for name, look in database_health.CHECKS.items():
        finding = _checked(name, look)
        yield finding
        if name == "database" and not finding.is_fine:
            return


def _checked(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, look())
    except database_health.Unwell as error:
        return Finding(name, False, str(error))


def _print_lines(findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{'✓' if finding.is_fine else '✗'} {finding.name:<18}{finding.detail}")


def _print_json(findings: list[Finding]) -> None:
    healthy = all(finding.is_fine for finding in findings)
    print(json.dumps({"healthy": healthy, "findings": [dataclasses.asdict(finding) for finding in findings]}))
