"""A thesaurus of customer care: words and phrases of Persian, Arabic and English that stand for the same thing.

It is data (`service.txt`, `tech.txt`): blocks of a name and a line for each language, `is:` naming a broader concept.
Words are matched by their lemmas, so one form of each is enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent
_BETWEEN: Final = re.compile("[،,؛]")
_WINDOW: Final = 2
"""Words that may stand between those of a phrase: "پولم رو پس بدید" is «پول پس دادن»."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing customers speak of, by its words in each language; `broader` names what it is a kind of."""

    name: str
    phrases: Mapping[str, tuple[str, ...]]
    broader: str = ""


@cache
def load() -> tuple[Concept, ...]:
    """Read the thesaurus.

    Raises:
        ValueError: if a line is neither a name nor words of a language.
    """
    return tuple(concept for path in sorted(_FOLDER.glob("*.txt")) for concept in parse(path.read_text("utf-8")))


def parse(text: str) -> Iterable[Concept]:
    """Read blocks of concepts.

    Raises:
        ValueError: if a line is neither a name nor words of a language.
    """
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if lines:
            yield _concept(lines)


def _concept(lines: Sequence[str]) -> Concept:
    name, *rest = lines
    fields: dict[str, tuple[str, ...]] = {}
    for line in rest:
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"{name}: {line!r} is no line of a concept")
        fields[key.strip()] = tuple(part.strip() for part in _BETWEEN.split(value) if part.strip())
    broader = fields.pop("is", ())
    return Concept(name, fields, broader[0] if broader else "")


class Matcher:
    """Finds concepts in a sequence of lemmas. A phrase is found with its words in order or not, close together."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._single: dict[str, dict[str, None]] = defaultdict(dict)
        self._longer: dict[str, dict[str, list[_Phrase]]] = defaultdict(lambda: defaultdict(list))
        self._pairs: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._reach = 0
        known: set[tuple[frozenset[str], str]] = set()
        for name, words in phrases:
            together = frozenset(words)
            if len(together) == 1:
                self._single[words[0]][name] = None
            elif together and (together, name) not in known:
                known.add((together, name))
                self._keep(_Phrase(len(known), together, name))

    def _keep(self, phrase: _Phrase) -> None:
        """Keep a phrase under each of its words and one more of them: two words lead to few phrases, one to many."""
        self._reach = max(self._reach, len(phrase.words) + _WINDOW)
        if len(phrase.words) == 2:
            self._pairs[phrase.name].append(phrase.words)
        for word in phrase.words:
            self._longer[word][min(phrase.words - {word})].append(phrase)

    def find(self, lemmas: Sequence[str]) -> list[str]:
        """Return the names of the concepts, in order, repeated as often as they are named."""
        found: list[str] = []
        for place, lemma in enumerate(lemmas):
            found += self._single.get(lemma, ())
            if lemma in self._longer:
                found += self._beginning(lemmas[place : place + self._reach])
        return found

    def pairs(self, names: Iterable[str]) -> dict[frozenset[str], set[str]]:
        """Map every phrase of two words for one of these concepts to the names of those it stands for."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for name in names:
            for pair in self._pairs.get(name, ()):
                found[pair].add(name)
        return dict(found)

    def _beginning(self, near: Sequence[str]) -> list[str]:
        """Name the phrases with the first of these words and others of them close by."""
        known = self._longer[near[0]]
        phrases = {
            phrase.number: phrase.name
            for other in near[1:]
            for phrase in known.get(other, ())
            if phrase.words.issubset(near[: len(phrase.words) + _WINDOW])
        }
        return [name for _, name in sorted(phrases.items())]


class _Phrase(NamedTuple):
    number: int
    words: frozenset[str]
    name: str
