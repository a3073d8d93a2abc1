"""The arithmetic, against values worked out by hand or known from the literature."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.insights import charts, sketch
from rafiq.insights.statistics import Quantile, Share, Waits

SECONDS = st.integers(0, 10_000_000)


def histogram(*waits: float) -> sketch.Histogram:
    found: sketch.Histogram = {}
    for wait in waits:
        found[sketch.bucket(wait)] = found.get(sketch.bucket(wait), 0) + 1
    return found


@given(SECONDS)
def test_the_value_of_a_bucket_is_within_two_percent(seconds):
    assert sketch.value(sketch.bucket(seconds)) == pytest.approx(seconds, rel=sketch.ERROR + 1e-9)


@given(st.lists(SECONDS, min_size=1, max_size=60), st.sampled_from([0.1, 0.5, 0.9]))
def test_without_censoring_it_is_the_nearest_rank(waits, share):
    exact = sorted(waits)[math.ceil(share * len(waits) - 1e-9) - 1]

    assert Waits(histogram(*waits), {}).quantile(share).seconds == pytest.approx(exact, rel=sketch.ERROR + 1e-9)


def test_kaplan_and_meiers_estimate_on_freireichs_remissions():
    """6-MP arm (Freireich et al. 1963, as in every textbook): the median remission is 23 weeks."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    week = 604_800
    waits = Waits(histogram(*(one * week for one in ended)), histogram(*(one * week for one in censored)))

    assert waits.quantile(0.5).seconds == pytest.approx(23 * week, rel=sketch.ERROR)
    assert waits.quantile(0.9) == Quantile(sketch.value(sketch.bucket(35 * week)), is_beyond=True)


def test_leaving_those_who_wait_out_would_flatter():
    quick, waiting = histogram(60, 60, 60), histogram(*([86_400] * 7))

    assert Waits(quick, {}).quantile(0.5).seconds == pytest.approx(60, rel=sketch.ERROR)
    assert Waits(quick, waiting).quantile(0.5).is_beyond


def test_nobody_waited():
    assert (Waits({}, {}).quantile(0.5).seconds, Waits({}, {}).interval()[0].seconds) == (None, None)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)]
)
def test_wilsons_interval(part, whole, low, high):
    """The last one is Newcombe's (1998, Statistics in Medicine 17) example."""
    assert Share(part, whole).interval == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "lowest", "highest"), [(1, 0, 0), (5, 0, 4), (6, 0, 5), (9, 1, 7), (17, 4, 12)])
def test_the_medians_interval_has_the_ranks_of_the_tables(count, lowest, highest):
    waits = [10 * 2**place for place in range(count)]
    found = Waits(histogram(*waits), {}).interval()

    assert [one.seconds for one in found] == pytest.approx([waits[lowest], waits[highest]], rel=sketch.ERROR)


def test_few_are_marked():
    assert [Share(1, count).is_small for count in (0, 1, 9, 10)] == [False, True, True, False]


def test_time_runs_from_right_to_left_where_reading_does():
    left, right = (charts.bars([1, 2], most=2, is_rtl=is_rtl) for is_rtl in (False, True))

    assert [one.middle for one in left] == [one.middle for one in right][::-1] == ["25.00%", "75.00%"]


def test_a_line_is_broken_where_there_is_nothing():
    drawn = charts.line([1, 2, None, 3, None], most=3, is_rtl=False)

    assert (len(drawn.segments), len(drawn.dots)) == (1, 1)
