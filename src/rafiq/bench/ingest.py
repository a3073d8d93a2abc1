"""How many visitors' messages a second are stored for good and acknowledged, through real sockets.

Beside it the floor, on the same database in alternating rounds: the same rows, one transaction a message.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import psycopg

from rafiq.bench import _orders, _product, _report
from rafiq.bench._product import Product
from rafiq.bench._report import Measured, Size, say

IN_FLIGHT = 4  # messages of one visitor under way at a time
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure."""

    visitors: int
    rounds: int
    seconds: float  # of each round, for each side


PLANS = {
    Size.FULL: Plan(visitors=1_000, rounds=5, seconds=5),
    Size.QUICK: Plan(visitors=1_000, rounds=2, seconds=3),
    Size.TINY: Plan(visitors=64, rounds=1, seconds=0.5),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="ingest", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Start a product and measure it."""
    _product.allow_many_files()
    say("starting the product …")
    with _product.folder() as data, _product.running(data) as product:
        return measure_on(plan, product)


def measure_on(plan: Plan, product: Product) -> Measured:
    """Run product and floor in turns; medians over the rounds.

    Raises:
        RuntimeError: if a message was acknowledged and is not stored.
    """
    data, url = product.data, product.database_url
    with _orders.helper("_office", data=data, database_url=url) as office:
        key = office.order("open_channel")["key"]
    with _orders.helper("_crowd", str(product.port), key, data=data) as crowd:
        say(f"{plan.visitors} visitors come in …")
        crowd.order("connect", count=plan.visitors)
        crowd.order("greet")
        with _orders.helper("_floor", data=data, database_url=url) as floor:
            return _alternate(plan, crowd, floor, url=url)


def _alternate(plan: Plan, crowd: _orders.Helper, floor: _orders.Helper, *, url: str) -> Measured:
    ours, theirs, slowed, lost = [], [], 0, 0
    for number in range(plan.rounds):
        before = _stored(url)
        found = crowd.order("talk", seconds=plan.seconds, in_flight=IN_FLIGHT)
        ours.append(found["counted"] / found["seconds"])
        slowed += found["slowed_down"]
        lost += found["acknowledged"] - (_stored(url) - before)
        beside = floor.order("write", seconds=plan.seconds)
        theirs.append(beside["counted"] / beside["seconds"])
        crowd.order("stay")
        say(f"round {number + 1}: {ours[-1]:,.0f} messages a second, floor {theirs[-1]:,.0f}")
    if lost:
        raise RuntimeError(f"{lost} messages were acknowledged and are not stored")
    rate, floor_rate = statistics.median(ours), statistics.median(theirs)
    return Measured(
        figures={
            "messages_per_second": round(rate), "visitors": plan.visitors, "in_flight_per_visitor": IN_FLIGHT,
            "rounds": plan.rounds, "seconds_per_round": plan.seconds, "slowed_down": slowed,
            "acknowledged_but_not_stored": lost,
        },
        floor={"messages_per_second": round(floor_rate), "connections": CONNECTIONS},
        ratios={"ingest": round(rate / floor_rate, 2) if floor_rate else 0.0},  # nothing at all: a busy machine
    )  # fmt: skip


def _stored(url: str) -> int:
    """Count the messages in the database."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM inbox_message").fetchone()
        return int(found[0]) if found else 0
