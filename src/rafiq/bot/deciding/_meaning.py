"""Intents told apart by vectors of meaning, where the extra is installed: kernel ridge regression on e5's numbers.

Kernel: exp(2γ (cosine − 1)) of centred vectors. Few examples are solved directly; many by conjugate gradients with a
Nyström preconditioner (Frangella, Tropp, Udell, "Randomized Nyström Preconditioning", SIAM J. Matrix Anal. 2023), the
kernel kept as half floats of its lower half, so that 10,000 examples take 100 MB and not 800.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from rafiq.platform.search import vectors

MOST: Final = 10_000
"""Examples that are learned from."""
_DIRECTLY: Final = 2_500
_WIDTH: Final = 0.6
_RIDGE: Final = 0.1
_LANDMARKS: Final = 500
_BLOCK: Final = 1_000
_STEPS: Final = 60
_EXACT: Final = 3e-3

type Matrix = Any
"""A numpy array; numpy comes with the extra."""


@cache
def is_installed() -> bool:
    """Tell whether vectors of meaning can be read and learned from."""
    return vectors.is_installed() and importlib.util.find_spec("numpy") is not None


@cache
def np() -> Any:  # noqa: ANN401  # an optional library
    """Return numpy."""
    return importlib.import_module("numpy")


def read(wording: str) -> Matrix:
    """Return the vector (384 half floats) of a wording; the same one that the search reads."""
    numbers = vectors.of_question(wording[: vectors.MOST_OF_QUESTION])
    return np().array(numbers[1:-1].split(","), dtype="f4").astype("f2")


@dataclass(frozen=True, slots=True)
class Learned:
    """The middle of all vectors, the examples' vectors (n × 384), and what each says (n × intents)."""

    middle: Matrix
    examples: Matrix
    says: Matrix

    def scores(self, vector: Matrix) -> tuple[list[float], float]:
        """Score a vector for each intent (near 1 for what fits, near −1 for what does not); and its nearest cosine."""
        kernel = _kernel(_centred(vector[None, :], self.middle), self.examples)
        found = (kernel @ self.says)[0]
        return [float(number) for number in found], 1 + math.log(float(kernel.max())) / (2 * _WIDTH)


def learn(examples: Matrix, wanted: Sequence[int], intents: int) -> Learned:
    """Learn to tell `intents` apart, `wanted` being the number of each row's. Of too many, some of each are taken."""
    chosen = _some(wanted) if len(wanted) > MOST else range(len(wanted))
    rows = examples[list(chosen)].astype("f4")
    middle = rows.mean(0)
    rows = _centred(rows, middle)
    target = np().full((len(rows), intents), -1.0, dtype="f4")
    target[range(len(rows)), [wanted[place] for place in chosen]] = 1.0
    says = _direct(rows, target) if len(rows) <= _DIRECTLY else _iterated(rows, target)
    return Learned(middle, rows, says.astype("f4"))


def _some(wanted: Sequence[int]) -> list[int]:
    """Choose `MOST` places, as many of each intent as there are of it, the fewest first."""
    places = list(range(len(wanted)))
    random.Random(1).shuffle(places)  # noqa: S311  # a choice, no secret
    taken: dict[int, int] = {}
    rank = {}
    for place in places:
        taken[wanted[place]] = rank[place] = taken.get(wanted[place], 0) + 1
    return sorted(sorted(places, key=rank.__getitem__)[:MOST])


def _centred(some: Matrix, middle: Matrix) -> Matrix:
    rows = some.astype("f4") - middle
    return rows / np().maximum(np().linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def _kernel(some: Matrix, others: Matrix) -> Matrix:
    found = some @ others.T
    found -= 1
    found *= 2 * _WIDTH
    return np().exp(found, out=found)


def _direct(rows: Matrix, target: Matrix) -> Matrix:
    kernel = _kernel(rows, rows)
    kernel[range(len(rows)), range(len(rows))] += _RIDGE
    return np().linalg.solve(kernel, target)


def _iterated(rows: Matrix, target: Matrix) -> Matrix:
    """Solve by preconditioned conjugate gradients, all intents at once, each with its own step."""
    improved = _preconditioner(rows)  # first: it needs room for a moment
    times = _multiplier(rows)
    found = np().zeros_like(target)
    rest = target.copy()
    better = improved(rest)
    towards = better.copy()
    gain = (rest * better).sum(0)
    enough = _EXACT * np().linalg.norm(target)
    for _ in range(_STEPS):
        moved = times(towards)
        step = gain / (towards * moved).sum(0)
        found += step * towards
        rest -= step * moved
        if np().linalg.norm(rest) < enough:
            break
        better = improved(rest)
        before, gain = gain, (rest * better).sum(0)
        towards = better + (gain / before) * towards
    return found


def _multiplier(rows: Matrix) -> Callable[[Matrix], Matrix]:
    """Return what multiplies by kernel + ridge, of which only the lower half is kept."""
    starts = range(0, len(rows), _BLOCK)
    part = {start: slice(start, start + _BLOCK) for start in starts}
    kept = {
        (down, across): _kernel(rows[part[down]], rows[part[across]]).astype("f2")
        for down in starts
        for across in starts
        if across <= down
    }

    def times(given: Matrix) -> Matrix:
        found = _RIDGE * given
        for (down, across), half in kept.items():
            block = half.astype("f4")
            found[part[down]] += block @ given[part[across]]
            if across != down:
                found[part[across]] += block.T @ given[part[down]]
        return found

    return times


def _preconditioner(rows: Matrix) -> Callable[[Matrix], Matrix]:
    """Return what nearly divides by kernel + ridge: that of some examples, by the formula of Woodbury."""
    chosen = sorted(random.Random(1).sample(range(len(rows)), _LANDMARKS))  # noqa: S311
    among = _kernel(rows[chosen], rows[chosen]).astype("f8")
    among[range(_LANDMARKS), range(_LANDMARKS)] += 1e-4
    away = np().linalg.inv(np().linalg.cholesky(among)).T.astype("f4")
    parts = range(0, len(rows), _BLOCK)
    tall = np().concatenate([_kernel(rows[start : start + _BLOCK], rows[chosen]) @ away for start in parts])
    left = float(1 - (tall * tall).sum(1).mean()) + _RIDGE
    inner = (tall.T @ tall).astype("f8")
    inner[range(_LANDMARKS), range(_LANDMARKS)] += left
    inverse = np().linalg.inv(inner).astype("f4")

    def improved(given: Matrix) -> Matrix:
        return (given - tall @ (inverse @ (tall.T @ given))) / left

    return improved
