"""How fast and how well it is decided who answers whom: against a bare lock, against theory, and over simulated days.

Decisions are those of the product, on its database, with 2,000 agents and 50,000 who wait. The simulation runs the same
pure functions on a clock of its own: over long runs where Erlang C and Erlang A are exact, then over days of a desk.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rafiq.bench import _day, _erlang, _orders, _product, _report, _statistics
from rafiq.bench._orders import Helper
from rafiq.bench._report import Figures, Measured, Size, say
from rafiq.bench._simulated import Shift, Simulation, poisson
from rafiq.routing import core

PROCESSES: Final = 2
"""That decide at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much: agents and waiting in the database, rounds and their seconds; customers of a long run, and days."""

    agents: int
    waiting: int
    rounds: int
    seconds: float
    customers: int
    days: int
    size: Size
    """Of the pages of performance, which are measured last."""
    looks: int = 40
    """At the board and at the screen on the wall, each."""


PLANS: Final = {
    Size.FULL: Plan(agents=2_000, waiting=50_000, rounds=4, seconds=8, customers=1_500_000, days=90, size=Size.FULL),
    Size.QUICK: Plan(agents=2_000, waiting=50_000, rounds=2, seconds=3, customers=150_000, days=20, size=Size.QUICK),
    Size.TINY: Plan(agents=40, waiting=400, rounds=1, seconds=0.5, customers=4_000, days=1, size=Size.TINY, looks=3),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A desk that theory knows: agents who are all alike, their load (arrivals over what all can serve), impatience."""

    agents: int
    load: float
    giving_up: float = 0.0


CASES_C: Final = (Case(5, 0.6), Case(3, 0.5))
CASES_A: Final = (Case(10, 0.9, giving_up=1.0), Case(20, 1.1, giving_up=0.5))


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="routing", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Decide in rounds, each beside one of the floor; then simulate."""
    figures, floor = _decisions(plan)
    say("decided; now the simulation")
    figures |= {
        "erlang_c_error": worst_error(CASES_C, customers=plan.customers),
        "erlang_a_error": worst_error(CASES_A, customers=plan.customers),
    }
    figures |= _day.measure(days=plan.days)
    figures |= _statistics.measure(_statistics.PLANS[plan.size])
    ratios = {"decisions": round(figures["decisions_per_second"] / floor["locks_per_second"], 2)}
    return Measured(figures, floor=floor, ratios=ratios)


def worst_error(cases: tuple[Case, ...], *, customers: int) -> float:
    """Simulate each case and return the largest relative error of all its figures."""
    return round(max(_error(case, customers=customers, seed=number) for number, case in enumerate(cases)), 4)


def _error(case: Case, *, customers: int, seed: int) -> float:
    rates: dict[str, Any] = {"arrivals": case.load * case.agents, "service": 1.0, "agents": case.agents}
    exact = (
        _erlang.erlang_a(**rates, giving_up=case.giving_up) if case.giving_up else _erlang.erlang_c(**rates)
    )  # fmt: skip
    coming = matched(random.Random(seed), rate=rates["arrivals"], count=customers)  # noqa: S311  # no secrets
    handling = matched(random.Random(seed + 1_000), rate=1.0, count=customers)  # noqa: S311  # no secrets
    patience = random.Random(seed + 2_000)  # noqa: S311  # no secrets
    found = Simulation(
        poisson(coming, patience, lane=core.Lane(1), giving_up=case.giving_up),
        [Shift(core.Free(number)) for number in range(case.agents)],
        handling=lambda: next(handling), unseen=customers // 50,
    ).run()  # fmt: skip
    pairs = [
        (found.waited / found.came, exact.waits), (found.seconds / found.came, exact.mean_wait),
        (found.gave_up / found.came, exact.gives_up),
    ]  # fmt: skip
    for name, (seen, right) in zip(("waits", "mean wait", "gives up"), pairs, strict=True):
        say(f"{case}: {name} {seen:.4f}, exactly {right:.4f}")
    return max(abs(seen - right) / right for seen, right in pairs if right)


def matched(chance: random.Random, *, rate: float, count: int) -> Iterator[float]:
    """Draw so many exponential times whose mean is exactly 1 / rate: moment matching, a way to reduce variance.

    Otherwise most of what a run differs from theory by would be that a little more came than was meant to.
    """
    drawn = [chance.expovariate(rate) for _ in range(count)]
    scale = count / rate / sum(drawn)
    return (one * scale for one in drawn)


def _decisions(plan: Plan) -> tuple[Figures, Figures]:
    decided: list[float] = []
    locked: list[float] = []
    with _product.folder() as data, _helpers(data) as (helpers, looking):
        lanes = helpers[0].order("furnish", agents=plan.agents, waiting=plan.waiting)["lanes"]
        say(f"{plan.agents:,} agents, {plan.waiting:,} waiting in {lanes} lanes")
        board = _board(looking, plan)  # before any of them is given to somebody
        _round(helpers, "decide", seconds=min(plan.seconds, 1.0))
        for _ in range(plan.rounds):
            decided += _round(helpers, "decide", seconds=plan.seconds)
            locked += _round(helpers, "floor", seconds=plan.seconds)
    figures: Figures = {
        "decisions_per_second": _rate(decided),
        "decision_p50_ms": round(_report.percentile(decided, 0.5), 2),
        "decision_p99_ms": round(_report.percentile(decided, 0.99), 2),
        "decisions": len(decided), "agents": plan.agents, "waiting": plan.waiting, "lanes": lanes,
    }  # fmt: skip
    figures |= board
    floor: Figures = {"locks_per_second": _rate(locked), "lock_p99_ms": round(_report.percentile(locked, 0.99), 2)}
    return figures, floor


def _board(helper: Helper, plan: Plan) -> Figures:
    """Look at the board over the same crowd, each of whom is promised an answer."""
    figures: Figures = {}
    say(f"{helper.order('furnish')['promises']:,} promises; now the board")
    for page in ("board", "wall"):
        took = helper.order("look", page=page, times=plan.looks + 1)["ms"]
        figures[f"{page}_p50_ms"] = round(_report.percentile(took, 0.5), 1)
        figures[f"{page}_p95_ms"] = round(_report.percentile(took, 0.95), 1)
    return figures


def _rate(took: list[float]) -> float:
    """Return how many a second were done by all processes together, while they did nothing else."""
    return round(PROCESSES * 1_000 * len(took) / sum(took), 1)


def _round(helpers: list[Helper], what: str, *, seconds: float) -> list[float]:
    for number, helper in enumerate(helpers):
        helper.begin(what, seconds=seconds, share=number, of=len(helpers))
    return [one for helper in helpers for one in helper.answer()["ms"]]


@contextlib.contextmanager
def _helpers(data: Path) -> Iterator[tuple[list[Helper], Helper]]:
    """Start those who decide, and who looks at the board."""
    with _product.database(data) as url, contextlib.ExitStack() as stack:
        names = (*("_desks" for _ in range(PROCESSES)), "_board")
        *deciding, looking = (stack.enter_context(_orders.helper(name, data=data, database_url=url)) for name in names)
        yield deciding, looking
