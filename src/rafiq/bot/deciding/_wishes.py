"""What customers of any company want, in the many ways they say it: an intent that is one of these wishes learns them.

Eight examples are too few to tell what people say in other words. Most intents, though, are wishes that companies
share: where is my order, let me speak to a person. For about 190 of those the folder `wishes` keeps wordings, written
for Rafiq, by language. An intent is taken for the wish whose words are most like its examples' (cosine of the sums of
their weighted features), if that wish is like no other intent more.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rafiq.bot.deciding import _reading
from rafiq.bot.deciding._reading import Reader, Reading
from rafiq.platform.search import analysis
from rafiq.platform.text import wordlists

FOLDER: Final = Path(__file__).parent / "wishes"
ENOUGH: Final = 40
"""Examples of its own from which on an intent in a language needs no others."""
LIKE: Final = 0.5
"""How like a wish's wordings the examples of an intent must be to be the same (0 … 1)."""
AHEAD: Final = 0.05
"""How much less like it every other wish must be."""
UNLIKE: Final = 0.3
"""Below this a wish is none of the company's: one wording of it teaches what fits nothing."""
_NAME: Final = 0.4
"""What a name counts beside the wordings, whose sum counts 1: the same name adds the square of it to the cosine."""

type Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Joined:
    """Wordings with their language: by the intent they join, and of wishes that are none of the company's."""

    inside: Sequence[tuple[str, str, str]]
    """Text, language, intent."""
    elsewhere: Sequence[tuple[str, str]]
    """Text, language."""


@cache
def load(language: str) -> Mapping[str, Sequence[str]]:
    """Return the wordings of each wish in a language; none for other languages than fa, ar and en."""
    return {
        wish: lines.splitlines()
        for path in sorted((FOLDER / language).glob("*.txt"))
        for wish, lines in wordlists.read(path).items()
    }


@cache
def digest() -> str:
    """Return what changes whenever a wording does, so that what was learned with the others is learned anew."""
    found = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.txt")):
        found.update(path.read_bytes())
    return found.hexdigest()


def join(examples: Iterable[tuple[str, str, str]]) -> Joined:
    """Find wordings that join the examples (text, language, intent)."""
    inside: list[tuple[str, str, str]] = []
    elsewhere: list[tuple[str, str]] = []
    for language, by_intent in _by_language(examples).items():
        if all(len(texts) >= ENOUGH for texts in by_intent.values()):
            continue
        alike = _likeness(by_intent, language)
        same = _same(alike)
        sums = _known(language).sums
        for wish, wordings in load(language).items():
            intent = same.get(wish)
            if intent is not None and len(by_intent[intent]) < ENOUGH:
                inside += [(wording, language, intent) for wording in wordings]
            elif max([*alike[wish].values(), *(_dot(sums[wish], sums[one]) for one in same)]) < UNLIKE:
                elsewhere.append((wordings[0], language))
    return Joined(inside, elsewhere)


def _by_language(examples: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for text, language, intent in examples:
        found.setdefault(language, {}).setdefault(intent, []).append(text)
    return found


def _likeness(by_intent: Mapping[str, Sequence[str]], language: str) -> dict[str, dict[str, float]]:
    """Return how like each wish is to each intent."""
    known = _known(language)
    sums = {intent: known.sum_of(intent, texts) for intent, texts in by_intent.items()}
    return {wish: {intent: _dot(one, other) for intent, other in sums.items()} for wish, one in known.sums.items()}


def _same(alike: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Map a wish to the intent it is: each is the other's most like, like enough, and more than any other wish."""
    nearest: dict[str, list[tuple[float, str]]] = {}
    for wish, intents in alike.items():
        for intent, value in intents.items():
            nearest.setdefault(intent, []).append((value, wish))
    found: dict[str, str] = {}
    for intent, wishes in sorted(nearest.items()):
        (next_best, _), (best, wish) = sorted(wishes)[-2:]
        if best >= max(LIKE, next_best + AHEAD, *alike[wish].values()):
            found[wish] = intent
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """The wishes of a language as they are compared."""

    language: str
    reader: Reader
    rarities: Mapping[str, float]
    sums: Mapping[str, Vector]

    def sum_of(self, name: str, texts: Sequence[str]) -> Vector:
        """Return the sum of the texts' weighted features, of length 1, with those of their name beside it."""
        return _sum(name, [self.reader.read(text, self.language) for text in texts], self.rarities)


@cache
def _known(language: str) -> _Known:
    wishes = load(language)
    words = _reading.words_of((text, language) for wordings in wishes.values() for text in wordings)
    reader = Reader(words, with_letters=False)
    readings = {wish: [reader.read(text, language) for text in wordings] for wish, wordings in wishes.items()}
    rarities = _reading.rarity([one for some in readings.values() for one in some])
    return _Known(language, reader, rarities, {wish: _sum(wish, some, rarities) for wish, some in readings.items()})


def _sum(name: str, readings: Sequence[Reading], rarities: Mapping[str, float]) -> Vector:
    total: dict[str, float] = {}
    for reading in readings:
        for feature, value in _reading.vector(reading, rarities).items():
            total[feature] = total.get(feature, 0.0) + value
    return {**_weighed(total, 1.0), **_weighed(dict.fromkeys(_roots_of(name), 1.0), _NAME)}


def _roots_of(name: str) -> list[str]:
    return ["name " + root for root in analysis.lemmas(_reading.name_as_text(name), "en")]


def _weighed(total: Mapping[str, float], share: float) -> Vector:
    length = math.sqrt(sum(value * value for value in total.values())) or 1.0
    return {feature: share * value / length for feature, value in total.items()}


def _dot(one: Vector, other: Vector) -> float:
    return sum(value * other[feature] for feature, value in one.items() if feature in other)
