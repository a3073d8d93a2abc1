"""Every measurement runs to its end and answers in its shape. No number is looked at: machines are busy."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from rafiq.bench import _product, _report, idle, inbox, ingest, live
from rafiq.bench._product import Product
from rafiq.bench._report import Measured, Size
from rafiq.cli import chromium


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """One product for all measurements that need one; each makes a channel of its own in it."""
    with _product.folder() as data, _product.running(data) as running:
        yield running


def test_ingest_tells_of_messages_and_the_floor_under_them(product: Product):
    measured = ingest.measure_on(ingest.PLANS[Size.TINY], product)

    assert {"messages_per_second", "visitors"} <= set(measured.figures)
    assert "messages_per_second" in measured.floor
    assert set(measured.ratios) == {"ingest"}


def test_idle_tells_of_memory_and_the_widget(product: Product):
    figures = idle.measure_on(idle.PLANS[Size.TINY], product)

    assert {"pss_mb", "kb_per_visitor", "widget_gzip_bytes"} <= set(figures)


@pytest.mark.browser
@pytest.mark.skipif(not chromium.path(), reason="NO CHROMIUM: the screen cannot be measured")
def test_live_tells_of_pokes_and_of_the_screen(product: Product):
    measured = live.measure_on(live.PLANS[Size.TINY], product)

    assert {"p50_ms", "p99_ms", "screen_p50_ms"} <= set(measured.figures)


def test_inbox_tells_of_three_pages_at_two_sizes():
    measured = inbox.measure(inbox.PLANS[Size.TINY])

    pages = ("list", "conversation", "search")
    assert {f"{page}_p95_ms_{size}" for page in pages for size in ("10k", "1m")} <= set(measured.figures)
    assert set(measured.ratios) == {f"{page}_p95" for page in pages}


def test_the_last_line_is_one_json_object(capsys: pytest.CaptureFixture[str]):
    found = Measured(figures={"speed": 2.0}, floor={"speed": 1.0}, ratios={"speed": 2.0})

    assert _report.run(["--quick"], bench="trial", description="", measure=lambda _: found) == 0

    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(answer) == {"bench", "figures", "floor", "ratios", "machine"}
    assert {"cpus", "model", "python", "postgres", "load_before"} <= set(answer["machine"])


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.95, 10), (0.99, 10), (0, 1), (1, 10)])
def test_a_percentile_is_one_of_the_values(share: float, value: int):
    assert _report.percentile(list(range(1, 11)), share) == value
