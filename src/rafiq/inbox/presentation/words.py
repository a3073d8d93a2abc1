"""Text of people as a page shows it: links and mentions marked; nothing in it is taken for HTML."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_LINK = re.compile(r"https?://[^\s<>\"'«»]{1,2000}")
_TRAILING = ".,;:!?؟،؛)]}…"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; at most one of the marks is set."""

    text: str
    href: str = ""
    is_mention: bool = False


def parts(body: str, *, names: Collection[str] = ()) -> list[Part]:
    """Cut a text into plain pieces, links, and mentions of these names."""
    pieces: list[Part] = []
    end = 0
    for match in _LINK.finditer(body):
        link = match[0].rstrip(_TRAILING)
        pieces += _mentions(body[end : match.start()], names)
        pieces.append(Part(link, href=link))
        end = match.start() + len(link)
    return pieces + _mentions(body[end:], names)


def _mentions(body: str, names: Collection[str]) -> list[Part]:
    if not body:
        return []
    if not names or "@" not in body:
        return [Part(body)]
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile("(@(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w))")
    return [Part(piece, is_mention=place % 2 == 1) for place, piece in enumerate(pattern.split(body)) if piece]
