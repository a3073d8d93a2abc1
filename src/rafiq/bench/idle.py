"""How much memory the whole demo takes, alone and with many idle visitors; how fast it starts again; the widget's size.

Memory is the proportional set size (PSS) of all processes, PostgreSQL's included: what several share counts once.
"""

from __future__ import annotations

import gzip
import time
from dataclasses import dataclass

from rafiq.bench import _memory, _orders, _product, _report
from rafiq.bench._product import Product
from rafiq.bench._report import Figures, Measured, Size, say


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure."""

    command: str
    visitors: int
    rest: float  # seconds to let things calm down


PLANS = {
    Size.FULL: Plan(command="demo", visitors=5_000, rest=8),
    Size.QUICK: Plan(command="demo", visitors=2_000, rest=2),
    Size.TINY: Plan(command="serve", visitors=50, rest=0.2),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="idle", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Start twice on the same data: the first time fills it, the second is taken the time of, and weighed."""
    _product.allow_many_files()
    with _product.folder() as data:
        say("first start …")
        with _product.running(data, command=plan.command):
            time.sleep(plan.rest)
        with _product.running(data, command=plan.command) as product:
            say(f"second start: {product.start_seconds:.2f} s")
            weighed = measure_on(plan, product)
    restart: Figures = {"restart_s": round(product.start_seconds, 2)}
    return Measured(figures=weighed | restart)


def measure_on(plan: Plan, product: Product) -> Figures:
    """Weigh it alone, then with idle visitors; and the widget as it travels.

    Raises:
        RuntimeError: if visitors were sent away.
    """
    with _orders.helper("_office", data=product.data, database_url=product.database_url) as office:
        key = office.order("open_channel")["key"]
    time.sleep(plan.rest)
    alone = _memory.pss_of(product.process.pid)
    say("\n".join(["alone:", *(f"  {mb:7.1f} MB  {name}" for name, mb in _memory.by_process(product.process.pid))]))
    with _orders.helper("_crowd", str(product.port), key, data=product.data) as crowd:
        say(f"{plan.visitors} visitors come in …")
        crowd.order("connect", count=plan.visitors)
        time.sleep(plan.rest)
        still_open = crowd.order("stay")["open"]
        if still_open < plan.visitors:
            raise RuntimeError(f"only {still_open} visitors are still connected")
        crowded = _memory.pss_of(product.process.pid)
    widget = gzip.compress(_product.get(product.port, "/widget.js")[1], 9, mtime=0)
    return {
        "pss_mb": round(alone / 1024, 1), "kb_per_visitor": round((crowded - alone) / plan.visitors, 2),
        "visitors": plan.visitors, "widget_gzip_bytes": len(widget),
    }  # fmt: skip
