"""A short answer out of a long text: the few sentences in a row that fit the question best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rafiq.platform import text
from rafiq.platform.search import analysis

MOST_SENTENCES: Final = 4
LONGEST: Final = 480
SHORTEST: Final = 60
_END: Final = re.compile(r"(?<=[.!?؟۔])\s+|\n+")
_MARKS: Final = re.compile(r"^(?:[-*•]|\d{1,2}[.)-])\s+")
_READ: Final = 200  # sentences of one article that are looked at


def sentences(body: str) -> list[str]:
    """Cut a plain text into sentences and lines."""
    return [plain for part in _END.split(body) if (plain := part.strip()) and plain.strip("#*-_ .")]


def best(body: str, question: str, *, language: str) -> str:
    """This will return two to four sentences in a row that answer a question, cut only where sentences end.

    Steps of a list stay lines of their own. A short text is returned whole.
    """
    found = sentences(body)[:_READ]
    if not found:
        return ""
    if len(found) <= MOST_SENTENCES and sum(map(len, found)) <= LONGEST:
        return _joined(found, body)
    start, end = _stretch(found, _weights(found, question, language))
    return _joined(found[start:end], body)


def _weights(found: Sequence[str], question: str, language: str) -> list[float]:
    """Weigh each sentence by the words of the question in it, rare ones more."""
    asked = set(analysis.spoken_terms(question, language))
    held = [set(analysis.index_terms(one, language)) & asked for one in found]
    spread = Counter(term for terms in held for term in terms)
    return [sum(1 / spread[term] for term in terms) for terms in held]


def _stretch(found: Sequence[str], weights: Sequence[float]) -> tuple[int, int]:
    """Find the stretch of most weight; of equal ones the earlier, since articles begin with what matters."""
    top, best_stretch = -1.0, (0, 1)
    for start in range(len(found)):
        length, weight = 0, 0.0
        for end in range(start + 1, min(start + MOST_SENTENCES, len(found)) + 1):
            length += len(found[end - 1]) + 1
            if length > LONGEST and end > start + 1:
                break
            weight += weights[end - 1]
            worth = weight - 0.04 * start + 0.02 * (end - start)
            if worth > top + 1e-9:
                top, best_stretch = worth, (start, end)
    return best_stretch


def _joined(chosen: Sequence[str], body: str) -> str:
    """Put sentences together again: with a line break where there was one, or where a step of a list begins."""
    if len(chosen) == 1 and len(chosen[0]) > 2 * LONGEST:
        return text.excerpt(chosen[0], length=2 * LONGEST)
    whole = chosen[0] if chosen else ""
    for one, other in pairwise(chosen):
        is_line = f"{one}\n" in body or _MARKS.match(other) or f"{one} {other}" not in body
        whole += ("\n" if is_line else " ") + other
    return whole
