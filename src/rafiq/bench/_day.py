"""Days of a support desk, simulated: three languages, two zones, agents with one language or several, busy mornings.

What is measured on them are two promises to those who wait: how near to the truth the wait they are told is, beside the
simplest estimate (as long as the last one who was taken), and what the choice to be called back is worth.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rafiq.bench._report import Figures
from rafiq.bench._simulated import Customer, Found, Shift, Simulation
from rafiq.routing import core

HOUR: Final = 3_600.0
DAY: Final = 24 * HOUR
HANDLING: Final = 420.0
"""Seconds a conversation takes in the mean (exponential)."""
PATIENCE: Final = 600.0
LONG: Final = 120.0
"""Who is told more than this is offered to be called back."""
TAKES_OFFER: Final = 0.4
"""Share of those who take it."""
AT_LEAST: Final = 60.0
"""Shorter waits count in no mean of relative errors: a second more or less is no lie."""
LANES: Final = {
    name: core.Lane(number, language=name) for number, name in enumerate(("fa", "ar", "en"))
}  # fmt: skip
SHARES: Final = {"fa": 0.55, "ar": 0.3, "en": 0.15}
ARRIVALS: Final = (2, 1, 1, 1, 2, 6, 18, 42, 75, 105, 120, 110, 95, 88, 92, 100, 96, 80, 60, 44, 30, 18, 9, 4)
"""Customers of each hour of a day."""
STAFF: Final = (
    (("fa",), 7, 15, 5), (("fa", "en"), 8, 16, 3), (("fa",), 12, 20, 3), (("ar",), 8, 17, 3), (("ar", "en"), 9, 18, 3),
    (("fa", "ar", "en"), 15, 23, 3), (("fa", "ar", "en"), 0, 24, 1),
)  # fmt: skip
"""Who is there: languages, from which hour, until which, how many."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Mean absolute error over the mean wait, and mean absolute relative error of waits of a minute and more."""

    weighted: float
    relative: float


def measure(*, days: int, seed: int = 11) -> Figures:
    """Run the days with and without call-backs, and return what was found."""
    plain = run(days=days, seed=seed, calls=False)
    calls = run(days=days, seed=seed, calls=True)
    ours, last = errors(plain, which=0), errors(plain, which=1)
    return {
        "expected_wait_error": round(ours.relative, 3),
        "last_wait_error": round(last.relative, 3),
        "expected_wait_error_weighted": round(ours.weighted, 3),
        "last_wait_error_weighted": round(last.weighted, 3),
        "day_customers": plain.came,
        "day_waits_told": len(plain.told),
        "mean_wait_s": round(plain.seconds / plain.came, 1),
        "mean_wait_s_with_call_backs": round(calls.seconds / calls.came, 1),
        "abandoned": round(plain.gave_up / plain.came, 4),
        "abandoned_with_call_backs": round(calls.gave_up / calls.came, 4),
        "called_back": round(calls.called_back / calls.came, 4),
    }


def run(*, days: int, seed: int, calls: bool) -> Found:
    """Let so many days pass."""
    chance, choosing = random.Random(seed), random.Random(seed + 1)  # noqa: S311  # no secrets
    wishes = (lambda told: told > LONG and choosing.random() < TAKES_OFFER) if calls else None
    handling = random.Random(seed + 2)  # noqa: S311  # no secrets
    return Simulation(
        _customers(chance, days=days), list(_shifts(days)), handling=lambda: handling.expovariate(1 / HANDLING),
        wishes_call=wishes, estimates=True,
    ).run()  # fmt: skip


def errors(found: Found, *, which: int) -> Errors:
    """Compare what those who waited were told with how long it was; 0 is our estimate, 1 the last one's wait."""
    off = [(abs(one[which] - one[2]), one[2]) for one in found.told]
    long = [(error, wait) for error, wait in off if wait >= AT_LEAST]
    return Errors(
        sum(error for error, _ in off) / max(sum(wait for _, wait in off), 1e-9),
        sum(error / wait for error, wait in long) / max(len(long), 1),
    )


def _customers(chance: random.Random, *, days: int) -> Iterator[Customer]:
    """Let them come at random, hour by hour at that hour's rate, by thinning the busiest hour's."""
    most, at = max(ARRIVALS) / HOUR, 0.0
    while (at := at + chance.expovariate(most)) < days * DAY:
        if chance.random() * max(ARRIVALS) < ARRIVALS[int(at % DAY // HOUR)]:
            language = chance.choices(list(SHARES), list(SHARES.values()))[0]
            yield Customer(at, LANES[language], chance.expovariate(1 / PATIENCE))


def _shifts(days: int) -> Iterator[Shift]:
    number = 0
    for day in range(days):
        for languages, begin, end, count in STAFF:
            for _ in range(count):
                agent = core.Free(number, languages=frozenset(languages))
                yield Shift(agent, day * DAY + begin * HOUR, day * DAY + end * HOUR)
                number += 1
