"""Text of people as a page shows it: links, mentions and found words marked; nothing in it is taken for HTML."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rafiq.platform import text

_LINK = re.compile(r"https?://[^\s<>\"'«»]{1,2000}")
_TRAILING = ".,;:!?؟،؛)]}…"
_WORD = re.compile(r"[^\W_]+(?:[\u200c'’.@_+\-][^\W_]+)*")
AROUND = 70


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; at most one of the marks is set."""

    text: str
    href: str = ""
    is_mention: bool = False
    is_found: bool = False


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


def snippet(body: str, words: str) -> list[Part]:
    """Cut a text down to what surrounds the first found word, with every found word marked.

    A word is found when it shares an indexed term with the query, so spelling differences do not matter.
    """
    line = " ".join(body.split())
    groups = text.query_terms(words)
    wanted = {term for group in groups for term in group}
    beginnings = tuple(term for term in (groups[-1] if groups else ()) if len(term) > 3)
    found = [match for match in _WORD.finditer(line[:20_000]) if _is_found(match[0], wanted, beginnings)]
    start = max(0, line.rfind(" ", 0, max(0, found[0].start() - AROUND)) + 1) if found else 0
    pieces, end = [Part("… ")] if start else [], start
    stop = start + 4 * AROUND
    for match in found:
        if start <= match.start() < stop:
            pieces += [Part(line[end : match.start()]), Part(match[0], is_found=True)]
            end = match.end()
    rest = text.excerpt(line[end:], length=max(AROUND, stop - end)) if line[end:].strip() else ""
    lead = " " if line[end : end + 1] == " " else ""
    return [*pieces, Part(lead + rest)]


def _is_found(word: str, wanted: set[str], beginnings: tuple[str, ...]) -> bool:
    terms = text.search_terms(word)
    return not wanted.isdisjoint(terms) or (bool(beginnings) and any(term.startswith(beginnings) for term in terms))


def _mentions(body: str, names: Collection[str]) -> list[Part]:
    if not body:
        return []
    if not names or "@" not in body:
        return [Part(body)]
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile("(@(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w))")
    return [Part(piece, is_mention=place % 2 == 1) for place, piece in enumerate(pattern.split(body)) if piece]
