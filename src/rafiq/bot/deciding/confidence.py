"""How sure it is that the first thing found answers a question, and from where on to say so.

Logistic regression over the evidence, learned from questions whose right answer is known: a company's own corrections
and tests, and the ways articles are asked for. With few of them it stays near the coefficients it comes with (a
Gaussian prior around them, as in Chelba & Acero, "Adaptation of Maximum Entropy Capitalizer", 2004). The threshold is
the least confidence above which the share of wrong answers is the one the company chose.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rafiq.platform.search.documents import Found, Hit

FEATURES: Final = (
    "bias", "words", "concepts", "coverage", "known", "phrase", "letters", "passage", "likeness", "margin", "lead",
    "rank", "length",
)  # fmt: skip
PRIOR: Final = 8.0
"""How strongly coefficients hold to those they come with: as much as so many questions."""
FEW: Final = 100
"""Questions of which the counted and the expected errors weigh the same."""
_STEPS: Final = 25
_FAR: Final = 30.0


@dataclass(frozen=True, slots=True)
class Known:
    """One question whose answer is known: what speaks for the first thing found, and whether that is right."""

    features: tuple[float, ...]
    is_right: bool


@dataclass(frozen=True, slots=True)
class Judge:
    """Turns evidence into a probability. `threshold` is the least one that answers."""

    coefficients: tuple[float, ...]
    threshold: float

    def confidence(self, found: Found) -> float:
        """Return the probability that the first hit answers the question; 0 where nothing was found."""
        return probability(self.coefficients, features(found)) if found.hits else 0.0


def features(found: Found) -> tuple[float, ...]:
    """Return what speaks for the first hit, in the order of `FEATURES`; missing vectors count as a neutral cosine."""
    first = found.hits[0]
    proof = first.evidence
    second = found.hits[1] if len(found.hits) > 1 else None
    margin = min(4.0, first.score - second.score) if second else 4.0
    ahead = _nearness(first) - max((_nearness(hit) for hit in found.hits[1:]), default=0.0)
    return (
        1.0,
        proof.words,
        proof.concepts,
        proof.coverage,
        found.known,
        max(proof.title, proof.asked),
        max(proof.title_letters, proof.asked_letters),
        10 * ((proof.passage or NEUTRAL) - NEUTRAL),
        10 * (max(proof.title_meaning or NEUTRAL, proof.asked_meaning or NEUTRAL) - NEUTRAL),
        margin,
        10 * ahead,
        min(1.0, first.score / 6),
        min(1.0, len(found.terms) / 20),
    )


NEUTRAL: Final = 0.82
"""A cosine of the model that says nothing: unrelated texts have about this."""


def _nearness(hit: Hit) -> float:
    proof = hit.evidence
    return max(proof.passage or NEUTRAL, proof.title_meaning or NEUTRAL, proof.asked_meaning or NEUTRAL)


def probability(coefficients: Sequence[float], values: Sequence[float]) -> float:
    """Return the logistic of a weighted sum."""
    total = sum(weight * value for weight, value in zip(coefficients, values, strict=True))
    return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, total))))


def learn(known: Sequence[Known], *, start: Sequence[float], prior: float = PRIOR) -> tuple[float, ...]:
    """Fit coefficients by Newton's method, pulled towards `start`; those of no question are `start` itself."""
    weights = list(start)
    for _ in range(_STEPS if known else 0):
        step = solved(*_curve(known, weights, start, prior))
        weights = [weight - change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return tuple(weights)


def _curve(
    known: Sequence[Known], weights: Sequence[float], start: Sequence[float], prior: float
) -> tuple[list[list[float]], list[float]]:
    """Second and first derivative of the loss."""
    size = len(weights)
    slope = [prior * (weight - begun) for weight, begun in zip(weights, start, strict=True)]
    bend = [[prior if row == column else 0.0 for column in range(size)] for row in range(size)]
    for one in known:
        sure = probability(weights, one.features)
        for row, value in enumerate(one.features):
            slope[row] += (sure - one.is_right) * value
            weighed = sure * (1 - sure) * value
            for column in range(row + 1):
                bend[row][column] += weighed * one.features[column]
    for row in range(size):
        for column in range(row):
            bend[column][row] = bend[row][column]
    return bend, slope


def solved(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Solve a small system of equations by Gauss' elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for place in range(size):
        best = max(range(place, size), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        for row in range(place + 1, size):
            factor = rows[row][place] / rows[place][place]
            rows[row] = [value - factor * pivot for value, pivot in zip(rows[row], rows[place], strict=True)]
    solution = [0.0] * size
    for row in reversed(range(size)):
        rest = sum(rows[row][column] * solution[column] for column in range(row + 1, size))
        solution[row] = (rows[row][size] - rest) / rows[row][row]
    return solution


def threshold(known: Sequence[Known], coefficients: Sequence[float], *, error: float) -> float:
    """Return the least confidence from which on the share of wrong answers is at most `error`.

    Judged by the wrong ones counted and the wrong ones expected: counting alone jumps with few questions, expecting
    alone trusts the model, so the count weighs the more, the more questions there are. 1.01, that is never, where no
    confidence is good enough.
    """
    counted = len(known) / (len(known) + FEW)
    ranked = sorted(((probability(coefficients, one.features), one.is_right) for one in known), reverse=True)
    wrong, best = 0.0, 1.01
    for count, (sure, is_right) in enumerate(ranked, start=1):
        wrong += counted * (not is_right) + (1 - counted) * (1 - sure)
        if wrong <= error * count:
            best = sure
    return best


def defaults(*, has_meaning: bool) -> tuple[float, ...]:
    """Return the coefficients the product comes with, learned from the tuning halves of the demo's questions."""
    return WITH_MEANING if has_meaning else WITHOUT_MEANING


def usual(*, error: float, has_meaning: bool) -> Judge:
    """Return the judge the product comes with, for an error rate between those it was measured for."""
    table = USUAL_THRESHOLDS if has_meaning else USUAL_THRESHOLDS_WITHOUT
    rates = sorted(table)
    if error <= rates[0]:
        return Judge(defaults(has_meaning=has_meaning), table[rates[0]])
    for lower, upper in pairwise(rates):
        if error <= upper:
            between = (error - lower) / (upper - lower)
            least = table[lower] + between * (table[upper] - table[lower])
            return Judge(defaults(has_meaning=has_meaning), least)
    return Judge(defaults(has_meaning=has_meaning), table[rates[-1]])


WITH_MEANING: Final = (-2.68, 1.07, 0.54, 1.0, -0.33, 0.64, 0.02, 0.98, 0.68, 0.49, 0.75, -0.91, 1.24)
WITHOUT_MEANING: Final = (-3.78, 1.93, 0.4, 1.26, -0.28, -0.07, 1.41, 0.0, 0.0, 0.48, 0.0, 0.0, 1.38)
USUAL_THRESHOLDS: Final = {0.01: 0.96, 0.03: 0.9, 0.05: 0.82, 0.08: 0.73, 0.1: 0.67, 0.15: 0.52, 0.2: 0.38, 0.3: 0.22}
USUAL_THRESHOLDS_WITHOUT: Final = {0.01: 0.97, 0.03: 0.91, 0.05: 0.87, 0.08: 0.76, 0.1: 0.69, 0.2: 0.46, 0.3: 0.25}


def as_settings(figures: Mapping[str, object]) -> Judge | None:
    """Read a judge kept with a calibration; None where it is of another shape, as after an update."""
    coefficients, least = figures.get("coefficients"), figures.get("threshold")
    if isinstance(coefficients, list) and len(coefficients) == len(FEATURES) and isinstance(least, int | float):
        return Judge(tuple(float(value) for value in coefficients), float(least))
    return None
