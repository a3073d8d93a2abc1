"""What is different between two versions, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from rafiq.knowledge.contracts import Line

_PIECES = re.compile(r"\s+|[^\s]+")
_WORD_BY_WORD = 4000  # pieces; what is longer is compared line by line


def compare(before: str, after: str) -> list[Line]:
    """Return the pieces of both in order: kept, removed, added; joined again they give either text back."""
    old, new = _cut(before, after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [line for code in matcher.get_opcodes() for line in _lines(code, old, new)]


def _cut(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > _WORD_BY_WORD:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return old, new


def _lines(code: tuple[str, int, int, int, int], old: list[str], new: list[str]) -> Iterator[Line]:
    kind, old_from, old_to, new_from, new_to = code
    if kind == "equal":
        yield Line(kind="same", words="".join(old[old_from:old_to]))
        return
    if removed := "".join(old[old_from:old_to]):
        yield Line(kind="removed", words=removed)
    if added := "".join(new[new_from:new_to]):
        yield Line(kind="added", words=added)
