"""What an example or a message is made of: words as one would write them, concepts, letters; a wording for the model.

Words in Latin letters and mistyped ones are read with the examples' own vocabulary.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from rafiq.platform.search import analysis
from rafiq.platform.text import concepts, spelling
from rafiq.platform.text.spoken import arabic, arabizi, finglish, persian, vocabulary
from rafiq.platform.text.stemming.persian import is_known

READ: Final = 600
"""Characters of a message that are read: an intent is said in its first sentences."""
_SURE: Final = 0.8
_SHORTEST_CORRECTED: Final = 4
_LATIN: Final = re.compile(r"[a-z]+[a-z0-9']*|[2356789][a-z']+[a-z0-9']*")
_NAME_PART: Final = re.compile(r"[^\W\d_]{2,}")

type Counts = Mapping[str, Counter[str]]
"""Kind of feature → feature → how often it occurs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is understood: its features, and its wording in written language."""

    counts: Counts
    wording: str


class Reader:
    """Reads texts as a company's customers mean them; `words` are those of the examples, by language, counted."""

    def __init__(self, words: Mapping[str, Mapping[str, int]], *, with_letters: bool) -> None:
        self.words = words
        self.with_letters = with_letters
        self._latin = {language: vocabulary.Words(counts) for language, counts in words.items()}
        self._roots = {language: frozenset(_roots(counts, language)) for language, counts in words.items()}
        self._near = {language: spelling.Spellings(sorted(roots)) for language, roots in self._roots.items()}

    def read(self, text: str, language: str) -> Reading:
        """Read a text in a language (fa, ar, en); at most 600 characters of it."""
        text = text[:READ]
        plain = analysis.words(text)
        meant = [part for word in plain for part in self._in_script(word, language).split()]
        written = analysis.written(meant, language)
        base = [self._corrected(word, language) for word in written]
        spoken = [analysis.lemma(word, language) for word in meant]
        named = dict.fromkeys([*analysis.concepts_of(base, language), *analysis.concepts_of(spoken, language)])
        counts = {
            "w": Counter([*base, *(word for word in spoken if word not in base)]),
            "b": Counter(f"{one} {after}" for one, after in pairwise(base)),
            "#": Counter(_with_broader(named)),
        }
        if self.with_letters:
            counts["c"] = Counter(_letters(written))
        return Reading(counts, _wording(text if plain == meant else " ".join(meant), language))

    def _in_script(self, word: str, language: str) -> str:
        """Return the likeliest word of the language that a Latin one stands for."""
        if language not in {"fa", "ar"} or not _LATIN.fullmatch(word):
            return word
        known = self._latin.get(language) or vocabulary.Words({})
        meant = arabizi.to_arabic(word, known) if language == "ar" else finglish.to_persian(word, known)
        return meant[0][0] if meant else word

    def _corrected(self, word: str, language: str) -> str:
        root = analysis.lemma(word, language)
        roots = self._roots.get(language, frozenset())
        if root in roots or len(root) < _SHORTEST_CORRECTED or _is_word(word, root, language):
            return root
        near = spelling.near(root, self._near[language]) if roots else []
        return near[0][0] if near and near[0][1] >= _SURE else root


def words_of(texts: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Count the words of (text, language) by language."""
    found: dict[str, Counter[str]] = {}
    for text, language in texts:
        found.setdefault(language, Counter()).update(analysis.words(text[:READ]))
    return {language: dict(counts) for language, counts in found.items()}


def name_as_text(intent: str) -> str:
    """Return the words of an intent's name («refund_status» → "refund status"), which tells what its examples share."""
    return " ".join(_NAME_PART.findall(intent.replace("_", " ")))


def _roots(words: Iterable[str], language: str) -> Iterator[str]:
    for word in words:
        yield analysis.lemma(word, language)
        for written in analysis.written([word], language):
            yield analysis.lemma(written, language)


def _is_word(word: str, root: str, language: str) -> bool:
    """Tell whether a word is one of the language, so that it is not taken for a mistyped other one."""
    if root in _named(language) or root in analysis.common_lemmas(language):
        return True
    return language == "fa" and (is_known(word) or is_known(root))


@lru_cache(maxsize=8)
def _named(language: str) -> frozenset[str]:
    phrases = (phrase for concept in concepts.load() for phrase in concept.phrases.get(language, ()))
    return frozenset(root for phrase in phrases for root in analysis.lemmas(phrase, language))


@cache
def _broader() -> dict[str, str]:
    return {concept.name: concept.broader for concept in concepts.load() if concept.broader}


def _with_broader(named: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(named))
    for name in found:
        broader = _broader().get(name)
        if broader and broader not in found:
            found.append(broader)
    return found


def _letters(words: Sequence[str]) -> Iterator[str]:
    """Two to five neighbouring letters, the borders of words among them."""
    for word in words:
        bordered = f" {word} "
        for size in range(2, 6):
            for start in range(len(bordered) - size + 1):
                yield bordered[start : start + size]


def _wording(text: str, language: str) -> str:
    match language:
        case "fa":
            return persian.rewrite(text)
        case "ar":
            return arabic.rewrite(text)
        case _:
            return text


def rarity(readings: Sequence[Reading], *, least: int = 1) -> dict[str, float]:
    """Map each feature (its kind before it) to its inverse document frequency; `least`: texts that must have it."""
    seen = Counter(kind + one for reading in readings for kind, counts in reading.counts.items() for one in counts)
    many = 1 + len(readings)
    return {one: math.log(many / (1 + count)) + 1 for one, count in seen.items() if count >= least}


WEIGHTS: Final = {"w": 1.0, "b": 0.7, "#": 0.8, "c": 1.0}
"""What each kind of feature counts. Found by cross-validation on sets of other companies (docs/intents.md)."""


def vector(reading: Reading, rarities: Mapping[str, float]) -> dict[str, float]:
    """Weigh the features of a text, each kind of length `WEIGHTS`; features not in `rarities` are left out."""
    found: dict[str, float] = {}
    for kind, counts in reading.counts.items():
        row = {
            kind + one: (1 + math.log(count)) * rarities[kind + one]
            for one, count in counts.items()
            if kind + one in rarities
        }
        length = math.sqrt(sum(value * value for value in row.values()))
        found.update({one: WEIGHTS[kind] * value / length for one, value in row.items()})
    return found
