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
    keys: frozenset[str]
    lemma: str

    def moved(self, by: int) -> _Word:
        return self._replace(start=self.start + by, end=self.end + by)


def excerpt(
    body: str, terms: Collection[str], language: str = "", *, length: int = LENGTH, beginnings: tuple[str, ...] = ()
) -> SafeString:
    """This will return the stretch of a text with the most of these terms, as HTML, words with them in `<mark>`.

    `terms` are lemmas and concepts as `documents.Found` has them, or terms of `text.query_terms` where no language is
    given. Words that begin as one of `beginnings` are marked, too. All else is escaped; no word is cut; at most about
    `length` characters are shown.
    """
    line = " ".join(body[:READ].split())
    wanted = frozenset(terms)
    words = _words(line, language)
    start, stop = _window(line, _marked(words, wanted, language, beginnings), wanted, length)
    shown = text.clean(line[start:stop])
    if shown == line[start:stop]:
        words = [word.moved(-start) for word in words if start <= word.start and word.end <= stop]
    else:
        words = _words(shown, language)
    inside = _marked(words, wanted, language, beginnings)
    whole = len(line) == stop and len(body) <= READ
    return format_html("{}{}{}", f"{_MORE} " if start else "", _html(shown, inside), "" if whole else f" {_MORE}")


def title(words: str, terms: Collection[str], language: str = "", *, beginnings: tuple[str, ...] = ()) -> SafeString:
    """This will return a whole title as HTML with the words that were looked for in `<mark>`."""
    return _html(words, _marked(_words(words, language), frozenset(terms), language, beginnings))


def _words(line: str, language: str) -> list[_Word]:
    return [_Word(one.start(), one.end(), *_keys(one[0], language)) for one in _WORD.finditer(line)]


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


def _marked(
    words: Sequence[_Word], wanted: frozenset[str], language: str, beginnings: tuple[str, ...]
) -> list[tuple[_Word, frozenset[str]]]:
    """Pair the words to mark with what they were found by; one that only carries a sentence needs another beside it."""
    little = analysis.common_lemmas(language) if language else frozenset()
    telling: dict[int, frozenset[str]] = {}
    weak: dict[int, frozenset[str]] = {}
    for place, word in enumerate(words):
        found = wanted & word.keys
        if beginnings and not found:
            found = frozenset(key for key in word.keys if key.startswith(beginnings))
        if found:
            (weak if found <= little else telling)[place] = found
    if language:
        telling |= _phrases(words, wanted, language, known=telling)
    beside = {place: by for place, by in weak.items() if not telling or {place - 1, place + 1} & telling.keys()}
    return [(words[place], by) for place, by in sorted((telling | beside).items())]


def _phrases(
    words: Sequence[_Word], wanted: frozenset[str], language: str, *, known: Collection[int]
) -> dict[int, frozenset[str]]:
    """Two words side by side that mean together what was looked for: «مرجوع کردن», "money back"."""
    ideas = frozenset(one for one in wanted if one.startswith(analysis.CONCEPT))
    found: dict[int, frozenset[str]] = {}
    if not ideas:
        return found
    for place, (one, other) in enumerate(pairwise(words)):
        named = ideas & _ideas_of(one.lemma, other.lemma, language)
        if named and not (place in known and place + 1 in known) and not named <= (one.keys | other.keys):
            found |= {place: named, place + 1: named}
    return found


@lru_cache(maxsize=65_536)
def _ideas_of(one: str, other: str, language: str) -> frozenset[str]:
    """The concepts that two lemmas side by side name."""
    return frozenset(f"{analysis.CONCEPT}{idea}" for idea in analysis.concepts_of([one, other], language))


def _window(
    line: str, found: Sequence[tuple[_Word, frozenset[str]]], wanted: frozenset[str], length: int
) -> tuple[int, int]:
    """Choose the stretch with the most different terms, the first of equals, and let it begin and end at a blank."""
    if len(line) <= length:
        return 0, len(line)
    best, at = -1, 0
    for place, (first, _) in enumerate(found):
        inside = [by for word, by in found[place : place + 40] if word.end <= first.start + length - BEFORE]
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


def _html(shown: str, found: Iterable[tuple[_Word, frozenset[str]]]) -> SafeString:
    pieces: list[tuple[str]] = []
    end = 0
    for word, _ in found:
        between = shown[end : word.start]
        pieces += [(between,), (format_html("<mark>{}</mark>", shown[word.start : word.end]),)]
        end = word.end
    return format_html_join("", "{}", [*pieces, (shown[end:],)])
