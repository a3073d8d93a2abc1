"""How well an entry answers a question, by its terms.

BM25F as in Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6: the
occurrences in each field, normalised by its length, are added before they are saturated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final

LEAST_SPREAD: Final = {"passage": 0.015, "title_meaning": 0.015, "asked_meaning": 0.015}
"""Of the evidence among the candidates; of what is a share, not a cosine, it is `LEAST_SPREAD_OF_SHARES`."""
LEAST_SPREAD_OF_SHARES: Final = 0.06
FIELDS: Final = ("A", "B", "C", "D")
"""Title, asked, headings, body: the weights of PostgreSQL's tsvector."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. Found on the halves of the questions that are for tuning (docs/answers.md)."""

    saturation: float = 1.2
    fields: tuple[float, float, float, float] = (2.5, 1.5, 1.5, 1.0)
    normalisation: tuple[float, float, float, float] = (0.3, 0.5, 0.3, 0.5)
    evidence: Mapping[str, float] = field(
        default_factory=lambda: {
            "words": 0.4, "concepts": 0.4, "coverage": 0.15, "title": 0.1, "asked": 0.05, "title_letters": 0.1,
            "asked_letters": 0.65, "passage": 1.0, "title_meaning": 0.25, "asked_meaning": 0.6,
        }
    )  # fmt: skip


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class Group:
    """One word of a question: the terms any of which may stand for it, each with how sure that is (0 … 1)."""

    terms: Mapping[str, float]
    weight: float = 1.0


class Collection:
    """What is known of all entries: how many, how long each field is on average, in how many each term occurs."""

    def __init__(self, entries: int, averages: tuple[float, ...], counts: Mapping[str, int]) -> None:
        self.entries = entries
        self.averages = averages
        self.counts = counts
        self._rarities = {term: self._rarity(count) for term, count in counts.items()}
        self.unseen = self._rarity(0)

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term, never below 0 (Lucene's form of it)."""
        return self._rarities.get(term, self.unseen)

    def _rarity(self, has: int) -> float:
        return math.log(1 + (self.entries - has + 0.5) / (has + 0.5))


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where terms stand in one entry: term → how often in title, asked, headings, body; and the fields' lengths."""

    counts: Mapping[str, Sequence[int]]
    lengths: Sequence[int]

    def frequency(self, term: str, collection: Collection, weights: Weights) -> float:
        """Return how often a term occurs, fields weighted and normalised by their lengths."""
        found = self.counts.get(term)
        if not found:
            return 0.0
        total = 0.0
        for place, count in enumerate(found):
            if count:
                longer = self.lengths[place] / collection.averages[place] if collection.averages[place] else 1.0
                share = weights.normalisation[place]
                total += weights.fields[place] * count / (1 - share + share * longer)
        return total


def possible(group: Group, collection: Collection) -> float:
    """Return what a word of the question can weigh at most: its rarest reading that is known, else as a word unseen."""
    known = [collection.rarity(term) * sure for term, sure in group.terms.items() if term in collection.counts]
    return group.weight * (max(known) if known else collection.unseen)


class Scorer:
    """Weighs entries against one question: what is the same for all of them is reckoned once."""

    def __init__(self, groups: Sequence[Group], collection: Collection, weights: Weights = WEIGHTS) -> None:
        self._collection = collection
        self._weights = weights
        self._groups = [(group, possible(group, collection)) for group in groups]
        self._best = sum(most for _, most in self._groups)

    def share(self, entry: Occurrences) -> float:
        """Return the BM25F of an entry as a share of the question's telling weight: 0 for nothing in common."""
        return sum(self._gain(group, entry) for group, _ in self._groups) / self._best if self._best else 0.0

    def coverage(self, entry: Occurrences) -> float:
        """Return which share of the question's telling words an entry has at all."""
        if not self._best:
            return 0.0
        return sum(most * self._sure(group, entry) for group, most in self._groups) / self._best

    def _sure(self, group: Group, entry: Occurrences) -> float:
        return max((sure for term, sure in group.terms.items() if term in entry.counts), default=0.0)

    def _gain(self, group: Group, entry: Occurrences) -> float:
        best = 0.0
        for term, sure in group.terms.items():
            if term in entry.counts:
                often = entry.frequency(term, self._collection, self._weights)
                saturation = self._weights.saturation
                gain = sure * self._collection.rarity(term) * often * (1 + saturation) / (often + saturation)
                best = max(best, gain)
        return group.weight * best


class Likeness:
    """How like a question is to phrases: the cosine of their terms weighted by rarity."""

    def __init__(self, groups: Sequence[Group], collection: Collection) -> None:
        self._collection = collection
        self._unseen = collection.unseen**2
        self._asked = {
            term: (group.weight * sure * collection.rarity(term), collection.rarity(term))
            for group in groups
            for term, sure in group.terms.items()
        }
        self._norm = math.sqrt(sum(possible(group, collection) ** 2 for group in groups))

    def nearest(self, phrases: Iterable[Sequence[str]]) -> float:
        """Return how like the nearest of the phrases is, 0 to 1."""
        return max(map(self._cosine, phrases), default=0.0) if self._norm else 0.0

    def _cosine(self, phrase: Sequence[str]) -> float:
        if self._asked.keys().isdisjoint(phrase):
            return 0.0
        common, length = 0.0, 0.0
        for term in phrase:
            if known := self._asked.get(term):
                common += known[0] * known[1]
                length += known[1] ** 2
            else:
                length += self._unseen
        return min(1.0, common / (self._norm * math.sqrt(length))) if common else 0.0


def standardised(values: Sequence[float], *, least: float = 0.0) -> list[float]:
    """Return z-scores: how many standard deviations each value stands above the mean.

    A spread below `least` counts as that much: where all have next to nothing, little more is no reason.
    """
    if len(values) < 2:
        return [0.0] * len(values)
    mean = fmean(values)
    apart = [value - mean for value in values]
    spread = max(math.sqrt(math.sumprod(apart, apart) / len(apart)), least, 1e-9)
    return [one / spread for one in apart]
