"""How alike two texts are by groups of three letters: what is left when words are misspelt or compounded."""

from __future__ import annotations

import math
from functools import lru_cache

from rafiq.platform.search import analysis


@lru_cache(maxsize=16_384)
def trigrams(text: str) -> frozenset[str]:
    """Return the groups of three letters in the folded words of a text, with their edges."""
    return frozenset[str]().union(*map(_of_word, analysis.words(text)))


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[at : at + 3] for at in range(len(word)))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the cosine of two sets, 0 to 1."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0
