"""The part of a text that says what was looked for, with the words that do so marked.

Words are marked by what they mean, not as they are written: who looks for «خنک نمیکنه» finds «خنک نمی‌کند» marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rafiq.platform import text
from rafiq.platform.search import analysis

LENGTH: Final = 180
READ: Final = 20_000
"""Characters that are looked through."""
BEFORE: Final = 40
"""Characters of what leads to the first marked word that are shown as well, at the most."""
_WORD: Final = re.compile(r"[^\W_]+(?:[\u200c'’.@_+\-][^\W_]+)*")
_MORE: Final = "…"


class _Word(NamedTuple):
    start: int
    end: int
    text: str


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
    words = _words(line)
    start, stop = _window(line, marker.marks(words), marker.wanted, length)
    shown = text.clean(line[start:stop])
    if shown == line[start:stop]:
        words = [_Word(at - start, end - start, word) for at, end, word in words if start <= at and end <= stop]
    else:
        words = _words(shown)
    whole = len(line) == stop and len(body) <= READ
    return format_html(
        "{}{}{}", f"{_MORE} " if start else "", _html(shown, marker.marks(words)), "" if whole else f" {_MORE}"
    )


def title(words: str, terms: Collection[str], language: str = "", *, beginnings: tuple[str, ...] = ()) -> SafeString:
    """This will return a whole title as HTML with the words that were looked for in `<mark>`."""
    return _html(words, _marker(frozenset(terms), language, beginnings).marks(_words(words)))


def _words(line: str) -> list[_Word]:
    return [_Word(*one.span(), one[0]) for one in _WORD.finditer(line)]


@lru_cache(maxsize=65_536)
def _keys(word: str, language: str) -> tuple[frozenset[str], str]:
    """What a word may be found by (as it stands or would be written, its dictionary form, its meaning); its lemma."""
    if not language:
        return frozenset(text.search_terms(word)), ""
    plain = analysis.words(word)
    base = [analysis.lemma(one, language) for one in (*plain, *analysis.written(plain, language))]
    named = [f"{analysis.CONCEPT}{one}" for lemma in base for one in analysis.concepts_of([lemma], language)]
    keys = frozenset([*plain, *base, *named, *(f"{analysis.EXACT}{one}" for one in plain)])
    return keys, base[0] if base else ""


class _Marker:
    """Marks the words of texts that say what was looked for; what it knows of a word it knows in the next text, too."""

    def __init__(self, wanted: frozenset[str], language: str, beginnings: tuple[str, ...]) -> None:
        self.wanted = wanted
        self._language, self._beginnings = language, beginnings
        self._little = analysis.common_lemmas(language) if language else frozenset[str]()
        ideas = {one for one in wanted if one.startswith(analysis.CONCEPT)}
        self._pairs = analysis.pairs_of(ideas, language) if language and ideas else {}
        self._halves = frozenset[str]().union(*self._pairs)
        self._known: dict[str, frozenset[str]] = {}

    def marks(self, words: Sequence[_Word]) -> list[_Mark]:
        """Find the words to mark; one that only carries a sentence needs another beside it."""
        telling: dict[int, frozenset[str]] = {}
        weak: dict[int, frozenset[str]] = {}
        for place, (_, _, word) in enumerate(words):
            found = self._known.get(word)
            if found is None:
                found = self._known[word] = self._found(word)
            if found:
                (weak if found <= self._little else telling)[place] = found
        if self._pairs:
            telling |= self._phrases(words, known=telling)
        beside = {place: by for place, by in weak.items() if not telling or {place - 1, place + 1} & telling.keys()}
        return [_Mark(words[place].start, words[place].end, by) for place, by in sorted((telling | beside).items())]

    def _found(self, word: str) -> frozenset[str]:
        keys, _ = _keys(word, self._language)
        found = self.wanted & keys
        if self._beginnings and not found:
            found = frozenset(key for key in keys if key.startswith(self._beginnings))
        return found

    def _phrases(self, words: Sequence[_Word], *, known: Collection[int]) -> dict[int, frozenset[str]]:
        """Two words side by side that mean together what was looked for: «مرجوع کردن», "money back"."""
        found: dict[int, frozenset[str]] = {}
        read = [_keys(word.text, self._language) for word in words]
        for place, ((keys, lemma), (others, other)) in enumerate(pairwise(read)):
            if lemma not in self._halves or other not in self._halves or (place in known and place + 1 in known):
                continue
            named = self._pairs.get(frozenset((lemma, other)))
            if named and not named <= (keys | others):
                found |= {place: named, place + 1: named}
        return found


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


def _html(shown: str, found: Iterable[_Mark]) -> SafeString:
    pieces: list[tuple[str]] = []
    end = 0
    for mark in found:
        between = shown[end : mark.start]
        pieces += [(between,), (format_html("<mark>{}</mark>", shown[mark.start : mark.end]),)]
        end = mark.end
    return format_html_join("", "{}", [*pieces, (shown[end:],)])
