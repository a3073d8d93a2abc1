"""How long the pages of performance over time take over very many conversations: the pages agents really ask for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rafiq.bench import _orders, _product, _report
from rafiq.bench._report import Figures, Size, say

PAGES: Final = {"performance": "statistics", "conversations": "statistics_list"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: conversations of so many days, pages of each kind, conversations counted from a log."""

    conversations: int
    days: int
    pages: int
    counted: int


PLANS: Final = {
    Size.FULL: Plan(conversations=1_000_000, days=700, pages=300, counted=20_000),
    Size.QUICK: Plan(conversations=30_000, days=120, pages=60, counted=2_000),
    Size.TINY: Plan(conversations=1_500, days=30, pages=12, counted=100),
}


def measure(plan: Plan) -> Figures:
    """Fill a database of its own; return how many milliseconds pages took, and what rolling up and counting cost."""
    with _product.folder() as data, _product.database(data) as url:
        return _measured(plan, data, url)


def _measured(plan: Plan, data: Path, url: str) -> Figures:
    with _orders.helper("_office", data=data, database_url=url) as office:
        company = office.order("furnish", agents=12, teams=4, tags=10)
    with _orders.helper("_statistician", data=data, database_url=url) as statistician:
        filled = statistician.order(
            "fill", count=plan.conversations, days=plan.days, channel_id=company["channel_id"]
        )  # fmt: skip
        say(f"{filled['facts']:,} facts")
        rolled = statistician.order("roll_up")
        say(f"{rolled['days']:,} days rolled up to {rolled['rows']:,} rows in {rolled['seconds']:.0f} s")
        figures: Figures = {
            "statistics_conversations": filled["facts"], "statistics_rows": rolled["rows"],
            "statistics_rows_mb": round(rolled["megabytes"], 1),
            "statistics_day_ms": round(rolled["seconds"] * 1000 / max(1, rolled["days"]), 1),
        }  # fmt: skip
        for page, name in PAGES.items():
            statistician.order("measure", page=page, seed=0, count=max(5, plan.pages // 10))  # only warms up
            found = statistician.order("measure", page=page, seed=1, count=plan.pages)
            slowest = max(zip(found["cpu"], found["asked"], strict=True))
            say(f"the slowest {page}: {slowest[0]:.0f} ms of processor time, {slowest[1]}")
            figures[f"{name}_p50_ms"] = round(_report.percentile(found["ms"], 0.5), 1)
            figures[f"{name}_p95_ms"] = round(_report.percentile(found["ms"], 0.95), 1)
            figures[f"{name}_p50_cpu_ms"] = round(_report.percentile(found["cpu"], 0.5), 1)
            figures[f"{name}_p95_cpu_ms"] = round(_report.percentile(found["cpu"], 0.95), 1)
        figures["statistics_counted_per_second"] = round(statistician.order("count", count=plan.counted)["per_second"])
    return figures


def main(words: list[str]) -> int:
    """Measure the pages alone and print."""
    return _report.run(
        words, bench="statistics", description=__doc__ or "",
        measure=lambda size: _report.Measured(measure(PLANS[size])),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
