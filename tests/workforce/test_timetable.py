"""Business time, against somebody who looks at the clock on the wall every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rafiq.workforce.timetable import Calendar, Special, Stretch, Timetable
from tests.workforce import slowly

HOUR = 3_600
DAY = 86_400
EVERY_DAY = ((9 * HOUR, 17 * HOUR),)
# Shortly before the clocks change, in places that do it at odd hours, by half an hour, at midnight, or did it last.
CHANGES = [
    ("Asia/Tehran", datetime(2021, 3, 21, tzinfo=UTC)),
    ("Asia/Tehran", datetime(2022, 9, 21, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 3, 28, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 10, 24, tzinfo=UTC)),
    ("America/Toronto", datetime(2026, 3, 8, tzinfo=UTC)),
    ("America/Toronto", datetime(2026, 11, 1, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 23, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 10, 29, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 29, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2026, 2, 14, tzinfo=UTC)),
    ("UTC", datetime(2026, 11, 25, tzinfo=UTC)),
]


def moment(day: int, hour: int = 0, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026 in UTC; 23 November is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def weekly(*intervals: tuple[int, int], zone: str = "UTC", days: range = range(7)) -> Calendar:
    return Calendar(zone, tuple(intervals if day in days else () for day in range(7)))


minutes_of_day = st.integers(0, 1440) | st.sampled_from([0, 30, 60, 90, 120, 150, 180, 1380, 1410, 1440])


@st.composite
def intervals(draw) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(minutes_of_day, max_size=6)))
    return tuple((one * 60, other * 60) for one, other in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw, zone: str, near: datetime) -> Calendar:
    dates = st.integers(-3, 4).map(lambda days: (near + timedelta(days=days)).date())
    specials = draw(st.dictionaries(dates, intervals().map(Special), max_size=2))
    week = draw(st.tuples(*[intervals()] * 7) | intervals().map(lambda day: (day,) * 7) | st.just(((),) * 7))
    return Calendar(zone, week, specials.get, draw(stretches(near)), draw(stretches(near)))


def stretches(near: datetime) -> st.SearchStrategy[tuple[Stretch, ...]]:
    begins = st.integers(-2_000, 4_000).map(lambda minutes: near + timedelta(minutes=minutes))
    one = st.builds(lambda begin, long: Stretch(begin, begin + timedelta(minutes=long)), begins, st.integers(1, 2_000))
    return st.just(()) | st.lists(one, max_size=2).map(tuple)


@st.composite
def timetables(draw) -> tuple[Timetable, datetime]:
    """A timetable of one or two calendars, and a moment shortly before clocks are changed in the first."""
    zone, near = draw(st.sampled_from(CHANGES))
    begin = near + timedelta(minutes=draw(st.integers(-1_500, 1_500)))
    made = [draw(calendars(zone, near))]
    if draw(st.booleans()):
        made.append(draw(calendars(draw(st.sampled_from(CHANGES))[0], near)))
    return Timetable(tuple(made)), begin


class TestAgainstTheSlowOne:
    @settings(max_examples=50, deadline=None)
    @given(timetables(), st.integers(0, 3_000))
    def test_it_counts_the_same(self, made, minutes):
        timetable, begin = made
        end = begin + timedelta(minutes=minutes)

        counted = slowly.open_minutes(timetable, begin, end)

        assert timetable.seconds_between(begin, end) == 60 * sum(counted)
        probes = range(0, minutes, 41)
        assert [timetable.is_open(begin + timedelta(minutes=one)) for one in probes] == [counted[one] for one in probes]

    @settings(max_examples=30, deadline=None)
    @given(timetables(), st.integers(1, 1_500))
    def test_it_arrives_at_the_same_moment(self, made, minutes):
        timetable, begin = made

        found = slowly.after(timetable, begin, minutes, at_most=timedelta(days=3))

        if found is not None:
            assert timetable.after(begin, minutes * 60) == found

    @settings(max_examples=30, deadline=None)
    @given(timetables())
    def test_it_opens_and_closes_when_the_slow_one_does(self, made):
        timetable, at = made
        counted = slowly.open_minutes(timetable, at, at + timedelta(days=3))

        found = timetable.opening(at)

        assert found.is_open == counted[0]
        assume(any(counted))
        assert found.opens_at == at + timedelta(minutes=counted.index(True))
        if counted[0] and not all(counted):
            assert found.closes_at == at + timedelta(minutes=counted.index(False))


class TestBackAndForth:
    @settings(max_examples=100, deadline=None)
    @given(timetables(), st.integers(0, 4_000_000), st.integers(0, 999_999))
    def test_after_and_between_are_inverse(self, made, seconds, microseconds):
        timetable, begin = made
        begin += timedelta(microseconds=microseconds)

        due = timetable.after(begin, seconds)

        if due is not None:
            assert timetable.seconds_between(begin, due) == seconds
            assert seconds == 0 or timetable.seconds_between(begin, due - timedelta(microseconds=1)) == seconds - 1

    @settings(max_examples=40, deadline=None)
    @given(timetables(), st.integers(0, 40_000_000), st.integers(0, 40_000_000))
    def test_time_adds_up(self, made, one, other):
        timetable, begin = made
        middle, end = begin + timedelta(seconds=one), begin + timedelta(seconds=one + other)

        parts = timetable.seconds_between(begin, middle) + timetable.seconds_between(middle, end)

        assert timetable.seconds_between(begin, end) == parts

    @settings(max_examples=40, deadline=None)
    @given(timetables(), timetables())
    def test_joined_is_open_whenever_one_is(self, made, more):
        one, at = made
        both = Timetable((*one.calendars, *more[0].calendars))

        for hour in range(0, 72, 5):
            then = at + timedelta(hours=hour)
            assert both.is_open(then) == (one.is_open(then) or more[0].is_open(then))


class TestSpring:
    def test_a_begin_in_the_skipped_hour_is_the_moment_of_the_change(self):
        timetable = Timetable((weekly((2 * HOUR + 1_800, 8 * HOUR), zone="America/Toronto"),))

        assert timetable.opening(moment(8, 6, month=3)).opens_at == moment(8, 7, month=3)

    def test_hours_within_the_skipped_hour_are_none(self):
        timetable = Timetable((weekly((2 * HOUR, 3 * HOUR), zone="America/Toronto"),))

        assert timetable.seconds_between(moment(8, 0, month=3), moment(9, 0, month=3)) == 0

    def test_a_repeated_hour_is_worked_twice_when_the_interval_goes_around_it(self):
        timetable = Timetable((weekly((0, 3 * HOUR), zone="America/Toronto"),))

        assert timetable.seconds_between(moment(1, 0), moment(2, 0)) == 4 * HOUR

    def test_who_leaves_in_a_repeated_hour_does_not_come_back_for_its_second_half(self):
        timetable = Timetable((weekly((0, HOUR + 1_800), zone="America/Toronto"),))

        assert timetable.opening(moment(1, 5, 0)).closes_at == moment(1, 5, 30)
        assert not timetable.is_open(moment(1, 6, 10))


class TestLongWays:
    def test_what_never_opens_is_never_reached(self):
        timetable = Timetable((Calendar("Asia/Tehran", ((),) * 7),))

        assert timetable.after(moment(23), 1) is None
        assert timetable.opening(moment(23)).opens_at is None
        assert timetable.seconds_between(moment(23), moment(23) + timedelta(days=900)) == 0

    def test_one_hour_a_year_is_found(self):
        day = Special(((9 * HOUR, 10 * HOUR),), "The one day")
        special = {date(2027, 6, 1): day, date(2028, 6, 1): day}
        timetable = Timetable((Calendar("UTC", ((),) * 7, special.get),))

        assert timetable.after(moment(23), HOUR + 1) == datetime(2028, 6, 1, 9, 0, 1, tzinfo=UTC)

    def test_ten_years_of_working_days_are_counted_and_gone_back(self):
        timetable = Timetable((weekly(*EVERY_DAY, zone="Asia/Beirut", days=range(5)),))
        end = moment(23) + timedelta(days=3_652)

        counted = timetable.seconds_between(moment(23), end)

        assert counted == 8 * HOUR * sum((moment(23) + timedelta(days=one)).weekday() < 5 for one in range(3_652))
        due = timetable.after(moment(23), counted)
        assert due is not None
        assert timetable.is_open(due - timedelta(seconds=1))
        assert timetable.seconds_between(due, end) == 0

    def test_around_the_clock_in_intervals_is_around_the_clock(self):
        timetable = Timetable((weekly((0, DAY), zone="Africa/Cairo"),))
        end = moment(23) + timedelta(days=700)

        assert timetable.seconds_between(moment(23), end) == 700 * DAY
        assert timetable.opening(moment(23)).closes_at is None

    def test_always_is_the_clock(self):
        always = Timetable(is_always=True)

        assert always.after(moment(23), 90) == moment(23, 0, 1) + timedelta(seconds=30)
        assert always.seconds_between(moment(23), moment(24)) == DAY
        assert always.opening(moment(23)).is_open


class TestWhy:
    nowruz = Special((), "Nowruz")

    def test_a_holiday_that_keeps_people_away_is_named(self):
        calendar = Calendar("UTC", (EVERY_DAY,) * 7, {date(2026, 11, 24): self.nowruz}.get)

        found = Timetable((calendar,)).opening(moment(23, 18))

        assert (found.opens_at, found.reason) == (moment(25, 9), "Nowruz")

    @pytest.mark.parametrize("hour", [3, 20])
    def test_a_night_needs_no_reason(self, hour):
        calendar = Calendar("UTC", (EVERY_DAY,) * 7, {date(2026, 11, 26): self.nowruz}.get)

        assert Timetable((calendar,)).opening(moment(24, hour)).reason == ""

    def test_a_holiday_on_a_free_day_is_no_reason(self):
        calendar = Calendar("UTC", (*[EVERY_DAY] * 5, (), ()), {date(2026, 11, 28): self.nowruz}.get)

        assert Timetable((calendar,)).opening(moment(28, 10)).reason == ""

    def test_the_zone_is_of_those_who_come_first(self):
        tehran, beirut = weekly((8 * HOUR, 16 * HOUR), zone="Asia/Tehran"), weekly(*EVERY_DAY, zone="Asia/Beirut")

        found = Timetable((beirut, tehran)).opening(moment(23, 2))

        assert (found.zone, found.opens_at) == ("Asia/Tehran", moment(23, 4, 30))
