"""Gives orders to a helper process and reads its answers: one line of JSON each way."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rafiq.bench import _product


class Helper:
    """A process that measures for us, so that our own work does not slow it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def order(self, what: str, **details: object) -> dict[str, Any]:
        """Have something done, and wait for the answer.

        Raises:
            RuntimeError: if the helper ended instead; it has said why.
        """
        self.begin(what, **details)
        return self.answer()

    def begin(self, what: str, **details: object) -> None:
        """Have something done meanwhile."""
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
            self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait for the answer to `begin`."""
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            raise RuntimeError("a helper of the measurement failed")
        found: dict[str, Any] = json.loads(line)
        return found


def serve(orders: Mapping[str, Callable[..., dict[str, Any]]]) -> None:
    """Carry out orders until standard input ends; the helper's side."""
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(orders[order.pop("do")](**order)), flush=True)


@contextlib.contextmanager
def helper(module: str, *words: str, data: Path, database_url: str = "") -> Iterator[Helper]:
    """Start `python -m rafiq.bench.MODULE WORDS`, and end it."""
    environment = _product.environment(data) | ({"DATABASE_URL": database_url} if database_url else {})
    process = subprocess.Popen(
        [sys.executable, "-m", f"rafiq.bench.{module}", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    try:
        yield Helper(process)
    finally:
        process.kill()
        process.wait()
