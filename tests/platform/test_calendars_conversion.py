from datetime import date

import jdatetime
import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.calendars import (
    Calendar,
    NoSuchDay,
    Parts,
    from_parts,
    month_grid,
    month_length,
    parse_date,
    to_parts,
    usual_calendar,
)

LIVED = st.dates(date(1800, 1, 1), date(2200, 12, 31))
PUBLISHED = st.dates(date(1924, 8, 1), date(2077, 11, 16))


def counted(day: date, calendar: str) -> tuple[int, int, int]:
    parts = to_parts(day, calendar=calendar)
    assert parts.calendar == calendar
    return parts.year, parts.month, parts.day


@pytest.mark.parametrize(
    ("day", "jalali"),
    [
        (date(2026, 3, 21), (1405, 1, 1)),
        (date(2026, 3, 20), (1404, 12, 29)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2026, 11, 22), (1405, 9, 1)),
        (date(2026, 9, 22), (1405, 6, 31)),
    ],
)
def test_known_days_of_the_jalali_calendar(day, jalali):
    assert counted(day, "jalali") == jalali
    assert from_parts(*jalali, calendar="jalali") == day


@pytest.mark.parametrize(
    ("day", "hijri"),
    [
        (date(2026, 3, 20), (1447, 10, 1)),
        (date(2026, 2, 18), (1447, 9, 1)),
        (date(2025, 6, 26), (1447, 1, 1)),
        (date(2024, 7, 7), (1446, 1, 1)),
        (date(1924, 8, 1), (1343, 1, 1)),
        (date(2077, 11, 16), (1500, 12, 30)),
    ],
)
def test_known_days_of_umm_al_qura(day, hijri):
    assert counted(day, "hijri") == hijri
    assert from_parts(*hijri, calendar="hijri") == day


@given(LIVED)
def test_jalali_agrees_with_jdatetime_both_ways(day):
    other = jdatetime.date.fromgregorian(date=day)
    assert counted(day, "jalali") == (other.year, other.month, other.day)
    assert from_parts(other.year, other.month, other.day, calendar="jalali") == day
    assert month_length(other.year, 12, calendar="jalali") == (30 if other.isleap() else 29)


@given(PUBLISHED)
def test_hijri_agrees_with_hijridate_both_ways(day):
    assert counted(day, "hijri") == Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    assert from_parts(*counted(day, "hijri"), calendar="hijri") == day


@pytest.mark.parametrize("day", [date(1924, 7, 31), date(2077, 11, 17)])
def test_days_that_umm_al_qura_does_not_know_are_gregorian(day):
    assert to_parts(day, calendar="hijri") == Parts(Calendar.GREGORIAN, day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("parts", "calendar"),
    [
        ((1404, 12, 30), "jalali"),
        ((1404, 7, 31), "jalali"),
        ((1404, 13, 1), "jalali"),
        ((10**9, 1, 1), "jalali"),
        ((2026, 2, 29), "gregorian"),
        ((0, 1, 1), "gregorian"),
        ((1342, 1, 1), "hijri"),
        ((1447, 10, 30), "hijri"),
        ((1447, 0, 1), "hijri"),
    ],
)
def test_days_that_do_not_exist_are_refused(parts, calendar):
    with pytest.raises(NoSuchDay):
        from_parts(*parts, calendar=calendar)


def test_an_unknown_calendar_is_refused():
    with pytest.raises(ValueError, match="julian"):
        to_parts(date(2026, 1, 1), calendar="julian")


def test_persian_readers_usually_have_the_jalali_calendar():
    assert [usual_calendar(code) for code in ("fa", "ar", "en-CA")] == ["jalali", "gregorian", "gregorian"]


@pytest.mark.parametrize(
    ("text", "calendar"),
    [("۱۴۰۵/۰۱/۰۱", "jalali"), ("1/1/1405", "jalali"), ("2026-03-21", "gregorian"), ("٢\u200f/١٠\u200f/١٤٤٧", "hijri")],
)
def test_dates_are_read_from_numbers(text, calendar):
    assert parse_date(text, calendar=calendar) == date(2026, 3, 21)


@pytest.mark.parametrize("text", ["", "tomorrow", "1405/13/01", "99999/1/1", "1/1/1", "1405"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(NoSuchDay):
        parse_date(text, calendar="jalali")


def test_a_persian_month_begins_on_saturday_and_ends_on_friday():
    grid = month_grid(date(2026, 3, 25), calendar="jalali", language="fa")
    assert grid.title == "فروردین ۱۴۰۵"
    assert [narrow for narrow, _ in grid.weekdays] == ["ش", "ی", "د", "س", "چ", "پ", "ج"]
    assert [cell.label for cell in grid.weeks[0]] == ["۱", "۲", "۳", "۴", "۵", "۶", "۷"]
    assert [cell.is_weekend for cell in grid.weeks[0]] == [False] * 6 + [True]
    assert (grid.previous, grid.next) == (date(2026, 2, 20), date(2026, 4, 21))


@given(PUBLISHED, st.sampled_from(list(Calendar)), st.sampled_from(["fa", "ar", "en", "SA"]))
def test_a_grid_holds_its_month_once_and_whole_weeks(day, calendar, place):
    grid = month_grid(day, calendar=calendar, language="en", country=place)
    inside = [cell.date for week in grid.weeks for cell in week if cell.in_month]
    assert (inside[0], inside[-1]) == (grid.first, grid.last)
    assert day in inside
    assert all(len(week) == 7 for week in grid.weeks)
    assert (grid.next - grid.last).days == 1
