"""How every measurement is asked for, and how it answers: progress to standard error, last one line of JSON."""

from __future__ import annotations

import argparse
import contextlib
import enum
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rafiq.platform.postgres import cluster

type Figures = dict[str, Any]


class Size(enum.StrEnum):
    """How much to measure."""

    FULL = "full"
    QUICK = "quick"  # under 50 seconds
    TINY = "tiny"  # a few seconds, to see that it works; its numbers mean nothing


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measurement found: its own figures, what they are compared with, and how they compare."""

    figures: Figures
    floor: Figures = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)


def run(words: list[str], *, bench: str, description: str, measure: Callable[[Size], Measured]) -> int:
    """Read the words after the measurement's name, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(prog=f"rafiq bench {bench}", description=description)
    parser.add_argument("--json", action="store_true", help="say nothing for people on standard error")
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_true", help="smaller sizes, under 50 seconds")
    sizes.add_argument("--tiny", action="store_true", help="a few seconds, only to see that it works")
    given = parser.parse_args(words)
    size = Size.TINY if given.tiny else Size.QUICK if given.quick else Size.FULL
    here = machine()
    with _ended_cleanly():
        found = measure(size)
    if not given.json:
        _show(found)
    print(json.dumps({"bench": bench, **asdict(found), "machine": here}, ensure_ascii=False), flush=True)
    return 0


@contextlib.contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Let SIGTERM end everything we started and remove our folder, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say(text: str) -> None:
    """Tell how far a measurement has come."""
    print(f"bench | {text}", file=sys.stderr, flush=True)


def machine() -> dict[str, object]:
    """Describe this machine and how busy it is already: one- and five-minute load."""
    return {
        "cpus": os.cpu_count() or 0,
        "model": _cpu_model(),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgres": _postgres_version(),
        "load_before": [round(load, 2) for load in os.getloadavg()[:2]],
    }


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of all do not exceed: the nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _postgres_version() -> str:
    answer = subprocess.run([cluster.program("postgres"), "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.strip().rpartition(" ")[2]


def _show(found: Measured) -> None:
    for title, values in (("figures", found.figures), ("floor", found.floor), ("ratios", found.ratios)):
        for name, value in values.items():
            say(f"{title:<8}{name:<32}{value}")
