"""The part of a text that says what was looked for, with the words that do so marked.

Words are marked by what they mean, not as they are written: who looks for «خنک نمیکنه» finds «خنک نمی‌کند» marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from rafiq.platform import text
from rafiq.platform.search import analysis
from rafiq.platform.search.meeting import Met, keys_of, met_in

LENGTH: Final = 180
READ: Final = 20_000
"""Characters that are looked through."""
BEFORE: Final = 40
"""Characters of what leads to the first marked word that are shown as well, at the most."""
_WORD: Final = re.compile(r"[^\W_]+(?:[\u200c'’.@_+\-][^\W_]+)*")
_MORE: Final = "…"


class _Mark(NamedTuple):
    start: int
    end: int
    by: frozenset[str]


def excerpt(
    body: str, terms: Collection[str], language: str = "", *, length: int = LENGTH, beginnings: tuple[str, ...] = ()
) -> SafeString:
    """This will return the stretch of a text with the most of these terms, as HTML, words with them in `<mark>`.

    `terms` are lemmas and concepts as `documents.Found` has them, or terms of `text.query_terms` where no language is
    given. Words that begin as one of `beginnings` are marked, too. All else is escaped; no word is cut; at most about
    `length` characters are shown.
    """
    line = " ".join(body[:READ].split())
    marker = _marker(frozenset(terms), language, beginnings)
    marks = marker.marks(line)
    start, stop = _window(line, marks, marker.wanted, length)
    shown = text.clean(line[start:stop])
    if shown == line[start:stop]:
        marks = [_Mark(at - start, end - start, by) for at, end, by in marks if start <= at and end <= stop]
    else:
        marks = marker.marks(shown)
    whole = len(line) == stop and len(body) <= READ
    return format_html("{}{}{}", f"{_MORE} " if start else "", _html(shown, marks), "" if whole else f" {_MORE}")


def title(words: str, terms: Collection[str], language: str = "", *, beginnings: tuple[str, ...] = ()) -> SafeString:
    """This will return a whole title as HTML with the words that were looked for in `<mark>`."""
    return _html(words, _marker(frozenset(terms), language, beginnings).marks(words))


def prepare(texts: Iterable[str], language: str) -> None:
    """This will work out what the words of texts may be found by, so that marking them later takes less."""
    met = met_in(language)
    for body in texts:
        met.meet(set(_WORD.findall(" ".join(body[:READ].split()))))


class _Marker:
    """Marks the words of texts that say what was looked for; what it knows of a word it knows in the next text, too."""

    def __init__(self, wanted: frozenset[str], language: str, beginnings: tuple[str, ...]) -> None:
        self.wanted = wanted
        self._language, self._beginnings = language, beginnings
        self._little = analysis.common_lemmas(language) if language else frozenset[str]()
        ideas = {one for one in wanted if one.startswith(analysis.CONCEPT)}
        self._pairs = analysis.pairs_of(ideas, language) if language and ideas else {}
        self._halves = frozenset[str]().union(*self._pairs)
        self._met: Met = met_in(language)
        self._known: dict[str, frozenset[str]] = {}
        self._known_of = 0

    def marks(self, line: str) -> list[_Mark]:
        """Find the words to mark; one that only carries a sentence needs another beside it."""
        words: list[str] = _WORD.findall(line)
        known = self._saying(words)
        telling: dict[int, frozenset[str]] = {}
        weak: dict[int, frozenset[str]] = {}
        for place, word in enumerate(words):
            if word in known:
                (weak if known[word] <= self._little else telling)[place] = known[word]
        if self._pairs:
            telling |= self._phrases(words, known=telling)
        beside = {place: by for place, by in weak.items() if not telling or {place - 1, place + 1} & telling.keys()}
        chosen = telling | beside
        return [_Mark(*one.span(), chosen[place]) for place, one in _numbered(line, chosen)]

    def _saying(self, words: Sequence[str]) -> dict[str, frozenset[str]]:
        """Tell of the words that say what was looked for, which of it."""
        if self._beginnings:
            for word in set(words).difference(self._known):
                self._known[word] = self._begins(word)
            return {word: by for word in set(words) if (by := self._known[word])}
        if self._met.meet(set(words)) != self._known_of:
            self._known, self._known_of = self._met.saying(self.wanted)
        return self._known

    def _begins(self, word: str) -> frozenset[str]:
        keys, _ = keys_of(word, self._language)
        return self.wanted & keys or frozenset(key for key in keys if key.startswith(self._beginnings))

    def _phrases(self, words: Sequence[str], *, known: Collection[int]) -> dict[int, frozenset[str]]:
        """Two words side by side that mean together what was looked for: «مرجوع کردن», "money back"."""
        found: dict[int, frozenset[str]] = {}
        read = [self._met.lemma(word) for word in words]
        for place, (lemma, other) in enumerate(pairwise(read)):
            if lemma not in self._halves or other not in self._halves or (place in known and place + 1 in known):
                continue
            named = self._pairs.get(frozenset((lemma, other)))
            keys = frozenset().union(*(keys_of(word, self._language)[0] for word in words[place : place + 2]))
            if named and not named <= keys:
                found |= {place: named, place + 1: named}
        return found


def _numbered(line: str, wanted: Collection[int]) -> Iterable[tuple[int, re.Match[str]]]:
    """Go through the words of these numbers."""
    last = max(wanted, default=-1)
    for place, one in enumerate(_WORD.finditer(line) if wanted else ()):
        if place in wanted:
            yield place, one
        if place == last:
            return


@lru_cache(maxsize=64)
def _marker(wanted: frozenset[str], language: str, beginnings: tuple[str, ...]) -> _Marker:
    """One for all the texts that are shown of one search."""
    return _Marker(wanted, language, beginnings)


def _window(line: str, found: Sequence[_Mark], wanted: frozenset[str], length: int) -> tuple[int, int]:
    """Choose the stretch with the most different terms, the first of equals, and let it begin and end at a blank."""
    if len(line) <= length:
        return 0, len(line)
    best, at = -1, 0
    for place, first in enumerate(found):
        inside = [one.by for one in found[place : place + 40] if one.end <= first.start + length - BEFORE]
        different = len(frozenset().union(*inside) & wanted) * 100 + len(inside)
        if different > best:
            best, at = different, first.start
    start = 0 if at <= BEFORE else line.find(" ", at - BEFORE, at) + 1 or at
    end = start + length
    if end >= len(line):
        return start, len(line)
    return start, _blank_before(line, end, after=start)


def _blank_before(line: str, end: int, *, after: int) -> int:
    """Where a text may be cut; a word longer than the whole stretch is left out, or cut where there is nothing else."""
    blank = line.rfind(" ", after + 1, end + 1)
    return blank if blank > after else end


def _html(shown: str, marks: Iterable[_Mark]) -> SafeString:
    pieces: list[str] = []
    end = 0
    for mark in marks:
        pieces += [shown[end : mark.start], shown[mark.start : mark.end]]
        end = mark.end
    return format_html("{}<mark>{}</mark>" * (len(pieces) // 2) + "{}", *pieces, shown[end:])
