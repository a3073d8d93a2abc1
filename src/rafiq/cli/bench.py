"""The command `bench`: runs one of the measurements in `rafiq.bench`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable

PACKAGE = "rafiq.bench"


def main(words: list[str]) -> int:
    """Run the measurement named first with the remaining words; it prints one JSON object as its last line."""
    names = _names()
    if not words or words[0] not in names:
        print(f"Usage: rafiq bench NAME [--quick] [--json]\n\nNAME is one of: {', '.join(names)}", file=sys.stderr)
        return 2
    measure: Callable[[list[str]], int] = importlib.import_module(f"{PACKAGE}.{words[0]}").main
    return measure(words[1:])


def _names() -> list[str]:
    """List the measurements: the modules of the package that are no helpers."""
    folders = importlib.import_module(PACKAGE).__path__
    return sorted(module.name for module in pkgutil.iter_modules(folders) if not module.name.startswith("_"))
