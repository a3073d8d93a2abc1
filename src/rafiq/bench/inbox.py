"""How long the inbox's pages take on the server, HTML included, with few conversations and with very many.

Both sizes lie in one database server, and are asked in turns for the same lists, conversations and searches.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from rafiq.bench import _filling, _orders, _product, _report
from rafiq.bench._orders import Helper
from rafiq.bench._population import Company, Population
from rafiq.bench._report import Figures, Measured, Size, say
from rafiq.platform import postgres

PAGES = ("list", "conversation", "search")
MOST_STATEMENTS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: conversations in the small and the large database, rounds, requests in each."""

    small: int
    large: int
    rounds: int
    requests: int


PLANS = {
    Size.FULL: Plan(small=10_000, large=1_000_000, rounds=6, requests=30),
    Size.QUICK: Plan(small=10_000, large=30_000, rounds=2, requests=20),
    Size.TINY: Plan(small=200, large=400, rounds=1, requests=12),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="inbox", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Fill two databases, ask both for pages in turns, compare their 95th percentiles.

    Raises:
        RuntimeError: if a page needs more than ten statements.
    """
    with _product.folder() as data, _server(data) as url, _databases(plan, data, url) as (small, large):
        took = _in_turns(plan, small, large)
        statements = _statements(large, count=plan.requests * 2)
    figures: Figures = {}
    for page in PAGES:
        for name, values in zip(("10k", "1m"), took[page], strict=True):
            figures[f"{page}_p95_ms_{name}"] = round(_report.percentile(values, 0.95), 1)
            figures[f"{page}_p50_ms_{name}"] = round(_report.percentile(values, 0.5), 1)
    ratios = {
        f"{page}_p95": round(_report.percentile(took[page][1], 0.95) / _report.percentile(took[page][0], 0.95), 2)
        for page in PAGES
    }
    sizes: Figures = {"conversations_10k": plan.small, "conversations_1m": plan.large}
    asked_for: Figures = {"requests": plan.rounds * plan.requests}
    return Measured(figures | sizes | asked_for | statements, ratios=ratios)


@contextlib.contextmanager
def _server(data: Path) -> Iterator[str]:
    """Run a database server of our own, whatever `DATABASE_URL` names."""
    server = postgres.start(data, throwaway=True)
    try:
        yield server.url
    finally:
        server.stop()


@contextlib.contextmanager
def _databases(plan: Plan, data: Path, url: str) -> Iterator[tuple[Helper, Helper]]:
    """Make, fill and open both databases."""
    environment = _product.environment(data) | {"DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "rafiq", "prepare"], check=True, env=environment, stdout=sys.stderr)
    with _orders.helper("_office", data=data, database_url=url) as office:
        company = Company(**office.order("furnish", agents=12, teams=4, tags=10))
    other = _copied(url)
    for address, count in ((url, plan.small), (other, plan.large)):
        population = Population(count, company)
        seconds = _filling.fill(address, population)
        say(f"{count:,} conversations, {population.messages:,} messages in {seconds:.0f} s")
    with (
        _orders.helper("_pages", data=data, database_url=url) as small,
        _orders.helper("_pages", data=data, database_url=other) as large,
    ):
        yield small, large


def _copied(url: str) -> str:
    """Copy the database, still empty, beside itself."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench_large TEMPLATE rafiq")
    return url.replace("/rafiq?", "/bench_large?")


def _in_turns(plan: Plan, small: Helper, large: Helper) -> dict[str, tuple[list[float], list[float]]]:
    """Ask for the same pages here and there; a first round only warms up."""
    took: dict[str, tuple[list[float], list[float]]] = {page: ([], []) for page in PAGES}
    for number in range(plan.rounds + 1):
        for page in PAGES:
            for helper, kept in zip((small, large), took[page], strict=True):
                found = helper.order("measure", page=page, seed=number, count=plan.requests)
                kept.extend(found["ms"] if number else [])
        say(f"round {number} of {plan.rounds}")
    if os.environ.get("RAFIQ_BENCH_EXPLAIN"):
        _explain(large, count=plan.requests * 2)
    return took


def _explain(large: Helper, *, count: int) -> None:
    """Show the statements of the slowest page of each kind."""
    for page in PAGES:
        slowest = large.order("explain", page=page, seed=1, count=count)
        say(f"{page}: {slowest['ms']:.0f} ms for {slowest['page']}")
        for statement in slowest["statements"]:
            say(f"    {statement}")


def _statements(large: Helper, *, count: int) -> Figures:
    """Count the statements of the page that needs the most of them, by kind."""
    figures: Figures = {}
    for page in PAGES:
        found = large.order("count", page=page, seed=1, count=count)
        if found["statements"] > MOST_STATEMENTS:
            raise RuntimeError(f"{found['statements']} statements for {found['worst']}")
        figures[f"{page}_statements"] = found["statements"]
    return figures
