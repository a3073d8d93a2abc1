"""Long texts, cut into pieces a provider takes, at places where a person would cut them."""

from __future__ import annotations

import re
from collections.abc import Callable

from rafiq.platform.text.cleaning import cut_before

# The best place first: between paragraphs, lines, sentences (Latin and Arabic stops), words.
_PLACES = [re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?؟…۔])\s+"), re.compile(r"\s+")]


def utf16(text: str) -> int:
    """Count a text as many providers do: in UTF-16 units, where most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, *, limit: int, size: Callable[[str], int] = len) -> list[str]:
    """Cut a text into pieces of at most `limit` (as `size` counts), in order; nothing but space is lost.

    A place in the last half of a piece is taken where there is one, else the piece ends inside a word, but never
    inside a letter with its marks.
    """
    pieces = []
    rest = text.strip()
    while size(rest) > limit:
        end = _end(rest, limit, size)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [piece for piece in [*pieces, rest] if piece]


def _end(text: str, limit: int, size: Callable[[str], int]) -> int:
    most = _most(text, limit, size)
    for place in _PLACES:
        ends = [found.start() for found in place.finditer(text, 0, most + 1) if most // 2 < found.start() <= most]
        if ends:
            return ends[-1]
    return cut_before(text, most) or most


def _most(text: str, limit: int, size: Callable[[str], int]) -> int:
    """Find how many characters fit, by halving; at least one."""
    low, high = 1, min(len(text), max(limit, 1))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    return low
