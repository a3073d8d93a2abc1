"""Words of texts that were met before, and what each may be found by: not worked out anew for every search."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from rafiq.platform import text
from rafiq.platform.search import analysis

MOST: Final = 40_000
"""Words of one language; then it begins anew. A company writes its articles with fewer."""


class Met:
    """The words of one language that were met, by what they may be found by; it only grows."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lemmas: dict[str, str] = {}
        self._words: dict[str, list[str]] = {}

    def __len__(self) -> int:
        """Count the words that were met."""
        return len(self._lemmas)

    def meet(self, words: set[str]) -> int:
        """Work out the new ones of these words; return how many were ever met."""
        for word in words.difference(self._lemmas):
            keys, lemma = _keys_of(word, self._language)
            for key in keys:
                self._words.setdefault(key, []).append(word)
            self._lemmas[word] = lemma
        return len(self._lemmas)

    def saying(self, wanted: Collection[str]) -> tuple[dict[str, frozenset[str]], int]:
        """Map the words met so far that stand for something wanted to which of it; and tell how many were met."""
        count = len(self._lemmas)
        found: dict[str, frozenset[str]] = {}
        for key in wanted:
            for word in tuple(self._words.get(key, ())):
                found[word] = found.get(word, frozenset()) | {key}
        return found, count

    def lemma(self, word: str) -> str:
        """Return the dictionary form of a word that was met."""
        return self._lemmas[word]


_met: dict[str, Met] = {}


def met_in(language: str) -> Met:
    """Return the words of a language that were met in this process."""
    found = _met.get(language)
    if found is None or len(found) > MOST:
        found = _met[language] = Met(language)
    return found


def _keys_of(word: str, language: str) -> tuple[frozenset[str], str]:
    """Tell what a word may be found by (as it stands or would be written, its lemma, its meaning), and its lemma."""
    if not language:
        return frozenset(text.search_terms(word)), ""
    plain = analysis.words(word)
    base = [analysis.lemma(one, language) for one in (*plain, *analysis.written(plain, language))]
    named = [f"{analysis.CONCEPT}{one}" for lemma in base for one in analysis.concepts_of([lemma], language)]
    keys = frozenset([*plain, *base, *named, *(f"{analysis.EXACT}{one}" for one in plain)])
    return keys, base[0] if base else ""


keys_of = lru_cache(maxsize=16_384)(_keys_of)
