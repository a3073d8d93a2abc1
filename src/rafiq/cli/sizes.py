"""Keeps things small: the widget by its bytes on the wire, files and functions by their lines."""

from __future__ import annotations

import ast
import gzip
import statistics
from collections.abc import Iterator
from pathlib import Path

from rafiq.channels.webchat import script
from rafiq.cli import places

WIDGET_BYTES = 15_000
HELP_BYTES = 4 * 1024  # fetched only when somebody opens the help centre in the window
FILE_LINES = {"src": 300, "tests": 400}
LONG_FUNCTION = 40
MOST_LONG_FUNCTIONS = 0.01
_COUNTED = {".py", ".js", ".css", ".html"}


def main(words: list[str]) -> int:
    """Print the sizes, and fail if one passes its limit."""
    del words
    root = places.required_checkout()
    complaints = [*_widget(), *_files(root), *_functions()]
    print("\n".join(complaints))
    return 1 if complaints else 0


def _widget() -> Iterator[str]:
    for name, body, limit in (
        ("the widget", script.build(), WIDGET_BYTES),
        ("its help", script.build_help(), HELP_BYTES),
    ):
        size = len(gzip.compress(body, 9, mtime=0))
        print(f"  {name}: {size:,} bytes gzipped, {limit:,} allowed")
        if size > limit:
            yield f"  {name} is {size:,} bytes gzipped, more than {limit:,}"


def _files(root: Path) -> Iterator[str]:
    for folder, limit in FILE_LINES.items():
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in _COUNTED or "vendor" in path.parts:
                continue
            lines = len(path.read_bytes().splitlines())
            if lines > limit:
                yield f"  {path.relative_to(root)} has {lines} lines, more than {limit}"


def _functions() -> Iterator[str]:
    lengths = [length for path in places.PACKAGE.rglob("*.py") for length in _function_lengths(path)]
    long = sum(1 for length in lengths if length > LONG_FUNCTION)
    print(f"  functions: {len(lengths)}, median {statistics.median(lengths):.0f} lines, {long} over {LONG_FUNCTION}")
    if long > len(lengths) * MOST_LONG_FUNCTIONS:
        yield f"  {long} functions are longer than {LONG_FUNCTION} lines"


def _function_lengths(path: Path) -> Iterator[int]:
    """Count the lines of each function's body, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
