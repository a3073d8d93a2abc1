"""Lists: what their addresses carry, how they are put in order, and how rows that are not stored yet are moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.ui import ordering, paging
from tests.makers import NOON

FEW = st.lists(st.integers(), max_size=6)


@given(st.integers(0, 10**17), st.integers(0, 10**17 - 1))
def test_the_last_row_of_a_page_is_read_as_it_was_written(microseconds, number):
    moment = NOON + timedelta(microseconds=microseconds)

    assert paging.key(paging.written(moment, number)) == (moment, number)


@given(st.text(max_size=40) | st.none())
def test_nonsense_in_an_address_is_no_row_and_never_breaks(given_words):
    assert paging.key(given_words) is None or "," in given_words
    assert paging.natural(given_words) is None or given_words.strip()


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02T10:00:00,5",  # of no time zone
        "0001-01-01T00:00:00+00:00,5",
        "9999-12-31T23:59:59+00:00,5",
        "2026-03-02T10:00:00+00:00,-5",
        "2026-03-02T10:00:00+00:00,123456789012345678",
        "2026-03-02T10:00:00+00:00",
    ],
)
def test_a_moment_that_no_other_zone_can_tell_or_a_number_too_long_is_no_row(written):
    assert paging.key(written) is None


@pytest.mark.parametrize(("given_words", "number"), [("12", 12), ("۱۲", 12), ("١٢", 12), ("", None), ("1.5", None)])
def test_numbers_are_read_in_any_digits(given_words, number):
    assert paging.natural(given_words) == number


@pytest.mark.parametrize(
    ("wish", "rows", "focus"),
    [
        ("up-1", "bac", 0),
        ("up-0", "abc", 0),
        ("down-1", "acb", 2),
        ("down-2", "abc", 2),
        ("remove-1", "ac", 1),
        ("add", "abcn", 3),
        ("up-7", "abc", 7),
        ("remove-x", "abc", -1),
    ],
)
def test_rows_that_are_not_stored_yet_are_moved(wish, rows, focus):
    assert ordering.wished("abc", wish, new="n") == (list(rows), focus)


def test_where_there_is_no_room_nothing_is_added():
    assert ordering.wished("abc", "add") == (list("abc"), -1)


@given(FEW, st.text(max_size=12))
def test_whatever_is_wished_no_row_but_the_removed_is_lost(rows, wish):
    found, _focus = ordering.wished(rows, wish)

    assert sorted(found) == sorted(rows) or (wish.startswith("remove-") and len(found) == len(rows) - 1)
