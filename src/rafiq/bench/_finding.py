"""How long searches take over very many articles and messages: the functions the product itself calls."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rafiq.bench import _filling, _orders, _product, _report
from rafiq.bench._population import Company, Population
from rafiq.bench._report import Figures, Size, say

PER_CONVERSATION: Final = 2.9
KINDS: Final = ("articles", "messages", "everything")
AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: articles (some with vectors where the extra is there), messages, searches of each kind."""

    articles: int
    messages: int
    searches: int


PLANS: Final = {
    Size.FULL: Plan(articles=100_000, messages=1_000_000, searches=200),
    Size.QUICK: Plan(articles=2_000, messages=30_000, searches=60),
    Size.TINY: Plan(articles=150, messages=1_000, searches=10),
}


def measure(plan: Plan) -> Figures:
    """Fill a database, search in it; return how many milliseconds searches took, by what was searched."""
    with _product.folder() as data, _product.database(data) as url:
        return _measured(plan, data, url)


def _measured(plan: Plan, data: Path, url: str) -> Figures:
    with _orders.helper("_office", data=data, database_url=url) as office:
        company = Company(**office.order("furnish", agents=12, teams=4, tags=10))
    population = Population(round(plan.messages / PER_CONVERSATION), company)
    say(f"{population.count:,} conversations in {_filling.fill(url, population):.0f} s")
    with _orders.helper("_finder", data=data, database_url=url) as finder:
        for first in range(0, plan.articles, AT_ONCE):
            finder.order("write", first=first, count=min(AT_ONCE, plan.articles - first))
            if first % 10_000 == 0:
                say(f"{first:,} articles")
        finder.order("settle")
        figures: Figures = {"articles": plan.articles, "messages": population.messages, "searches": plan.searches}
        figures["vectors"] = finder.order("vectors", count=plan.articles)["stored"]
        for kind in KINDS:
            finder.order("measure", kind=kind, seed=0, count=max(10, plan.searches // 5))  # only warms up
            took = finder.order("measure", kind=kind, seed=1, count=plan.searches)["ms"]
            figures[f"search_{kind}_p50_ms"] = round(_report.percentile(took, 0.5), 1)
            figures[f"search_{kind}_p95_ms"] = round(_report.percentile(took, 0.95), 1)
        figures["search_memory_mb"] = finder.order("memory")["mb"]
    return figures


def main(words: list[str]) -> int:
    """Measure searches alone and print."""
    return _report.run(
        words, bench="finding", description=__doc__ or "",
        measure=lambda size: _report.Measured(measure(PLANS[size])),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
