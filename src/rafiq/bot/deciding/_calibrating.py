"""From scores to probabilities that can be trusted, from examples that were held out while learning.

Which intent: scores of both means added, softmax with one temperature (Guo, Pleiss, Sun, Weinberger, "On Calibration of
Modern Neural Networks", 2017). None of them: a logistic curve over the evidence (Platt 1999), from held-out examples
against phrases of intents left out, of other matters, and those the company gave as fitting nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from statistics import fmean
from typing import Final

from rafiq.bot.deciding.confidence import solved

OUTSIDE_SHARE: Final = 0.25
"""How many of a company's messages fit no intent, as long as nobody counted."""
MOST_REJECTED: Final = 0.1
"""How many messages that do fit may be taken for unfitting at the suggested threshold."""
_LEXICAL: Final = 0.8
_TEMPERATURES: Final = tuple(0.02 * 1.2**power for power in range(35))
_ROUNDS: Final = 12
_SMALL: Final = 1e-5
_PULL: Final = 0.002


@dataclass(frozen=True, slots=True)
class Scores:
    """What both means say about a text: scores for each intent, the share of known words, how near an example is."""

    lexical: Sequence[float]
    meaning: Sequence[float]
    known: float
    nearest: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Scores of a held-out text, the number of its intent (None: fits none of them), and how much it counts."""

    scores: Scores
    wanted: int | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How scores become probabilities; `threshold` is suggested for the probability that no intent fits."""

    lexical: float = 1.0
    meaning: float = 1.0
    temperature: float = 1.0
    curve: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0)
    threshold: float = 0.5

    def probabilities(self, scores: Scores) -> tuple[list[float], float]:
        """Return the probability of each intent and that of none; together they are 1."""
        fused = self._fused(scores)
        none = _logistic(
            sum(weight * value for weight, value in zip(self.curve, _evidence(fused, scores), strict=True))
        )
        return [(1 - none) * share for share in _softmax(fused, self.temperature)], none

    def _fused(self, scores: Scores) -> list[float]:
        if not scores.meaning:
            return [self.lexical * one for one in scores.lexical]
        return [
            self.lexical * one + self.meaning * other for one, other in zip(scores.lexical, scores.meaning, strict=True)
        ]


def fit(samples: Sequence[Sample], *, with_meaning: bool) -> Calibration:
    """Find the calibration under which the held-out samples are likeliest."""
    inside = [sample for sample in samples if sample.wanted is not None]
    if not inside:
        return Calibration(lexical=1.0, meaning=1.0 if with_meaning else 0.0)
    scale = Calibration(
        lexical=(_LEXICAL if with_meaning else 1.0) / _spread([sample.scores.lexical for sample in inside]),
        meaning=1 / _spread([sample.scores.meaning for sample in inside]) if with_meaning else 0.0,
    )
    fused = [(scale._fused(sample.scores), sample) for sample in samples]
    told = [(scores, sample.wanted) for scores, sample in fused if sample.wanted is not None]
    temperature = min(_TEMPERATURES, key=lambda one: _surprise(told, one))
    rows = [(_evidence(scores, sample.scores), sample) for scores, sample in fused]
    curve = _curve(rows)
    ready = Calibration(lexical=scale.lexical, meaning=scale.meaning, temperature=temperature, curve=curve)
    marked = [(ready.probabilities(sample.scores)[1], sample) for sample in samples]
    return Calibration(
        lexical=scale.lexical, meaning=scale.meaning, temperature=temperature, curve=curve, threshold=_threshold(marked)
    )


def _spread(rows: Sequence[Sequence[float]]) -> float:
    return _deviation([value for row in rows for value in row])


def _deviation(values: Sequence[float]) -> float:
    """Return the standard deviation, 1 where all are alike; plain sums, as there are a hundred thousand."""
    middle = fmean(values)
    return math.sqrt(fmean((value - middle) ** 2 for value in values)) or 1.0


def _evidence(fused: Sequence[float], scores: Scores) -> tuple[float, ...]:
    best, *others = sorted(fused, reverse=True)
    return (1.0, best, best - others[0] if others else best, scores.known, scores.nearest)


def _softmax(scores: Sequence[float], temperature: float) -> list[float]:
    top = max(scores)
    parts = [math.exp((score - top) / temperature) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]


def _surprise(told: Sequence[tuple[Sequence[float], int]], temperature: float) -> float:
    return -fmean(math.log(max(_softmax(scores, temperature)[wanted], 1e-9)) for scores, wanted in told)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def _curve(rows: Sequence[tuple[Sequence[float], Sample]]) -> tuple[float, ...]:
    """Fit the logistic curve on standardised evidence, slightly pulled towards 0, by Newton's method."""
    columns = list(zip(*(evidence for evidence, _ in rows), strict=True))
    middles = [0.0, *(fmean(column) for column in columns[1:])]
    spreads = [1.0, *(_deviation(column) for column in columns[1:])]
    points = [
        [(value - middle) / spread for value, middle, spread in zip(evidence, middles, spreads, strict=True)]
        for evidence, _ in rows
    ]
    marked = list(
        zip(points, _shares([sample for _, sample in rows]), (sample.wanted is None for _, sample in rows), strict=True)
    )
    curve = [math.log(OUTSIDE_SHARE / (1 - OUTSIDE_SHARE)), *([0.0] * (len(middles) - 1))]
    for _ in range(_ROUNDS):
        step = solved(*_bend_and_slope(marked, curve))
        curve = [one - change for one, change in zip(curve, step, strict=True)]
        if max(map(abs, step)) < _SMALL:
            break
    plain = [one / spread for one, spread in zip(curve, spreads, strict=True)]
    plain[0] -= sum(one * middle for one, middle in zip(plain[1:], middles[1:], strict=True))
    return tuple(plain)


def _bend_and_slope(
    marked: Sequence[tuple[Sequence[float], float, bool]], curve: Sequence[float]
) -> tuple[list[list[float]], list[float]]:
    """Second and first derivative of the loss over (evidence, weight, whether nothing fits)."""
    size = range(len(curve))
    slope = [_PULL * value for value in curve]
    bend = [[_PULL if row == column else 0.0 for column in size] for row in size]
    for point, weight, is_none in marked:
        guess = _logistic(sum(map(mul, curve, point)))
        error, spread = weight * (guess - is_none), weight * guess * (1 - guess)
        for row, value in enumerate(point):
            slope[row] += error * value
            bend[row] = [total + spread * value * other for total, other in zip(bend[row], point, strict=True)]
    return bend, slope


def _shares(samples: Sequence[Sample]) -> list[float]:
    """Weigh the samples so that those which fit nothing make up `OUTSIDE_SHARE`."""
    outside = sum(sample.weight for sample in samples if sample.wanted is None) or 1.0
    inside = sum(sample.weight for sample in samples if sample.wanted is not None)
    return [
        sample.weight * (OUTSIDE_SHARE / outside if sample.wanted is None else (1 - OUTSIDE_SHARE) / inside)
        for sample in samples
    ]


def _threshold(marked: Sequence[tuple[float, Sample]]) -> float:
    """Return the threshold that separates best, among those that reject at most `MOST_REJECTED` of what fits."""
    fits = sorted(none for none, sample in marked if sample.wanted is not None)
    lowest = fits[min(len(fits) - 1, math.ceil((1 - MOST_REJECTED) * len(fits)))]
    outside = [(none, sample.weight) for none, sample in marked if sample.wanted is None]
    whole = sum(weight for _, weight in outside) or 1.0

    def gain(threshold: float) -> float:
        found = sum(weight for none, weight in outside if none > threshold) / whole
        return found - sum(none > threshold for none in fits) / len(fits)

    candidates = sorted({lowest, *(none for none, _ in outside if none >= lowest)})
    return max(candidates, key=lambda one: (gain(one), -one))
