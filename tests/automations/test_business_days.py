"""Business days against a second, slow way to count them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.automations.timing import Clock, Timing, Unit, Unless, business_days_after
from rafiq.platform import calendars
from rafiq.workforce.timetable import Calendar, Timetable

QUARTER = timedelta(minutes=15)
MORNING, DAY = (9 * 3600, 12 * 3600), (9 * 3600, 17 * 3600)
TEHRAN = Timetable((Calendar("Asia/Tehran", ((DAY,), (DAY,), (DAY,), (MORNING,), (), (DAY,), (DAY,))),))


def slowly(begin: datetime, days: int, *, hours: Timetable, zone: str) -> datetime | None:
    day, left = calendars.local_date(begin, zone=zone), days
    while left:
        day += timedelta(days=1)
        left -= any(True for _ in _quarters(day, hours, zone))
    clock = calendars.local(begin, zone=zone)
    at = calendars.moment_of(day, zone=zone, hour=clock.hour, minute=clock.minute)
    while not hours.is_open(at):
        at += QUARTER
    return at


def _quarters(day: date, hours: Timetable, zone: str):
    at, end = calendars.day_bounds(day, zone=zone)
    while at < end:
        if hours.is_open(at):
            yield at
        at += QUARTER


intervals = st.lists(
    st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=2
).map(lambda pairs: tuple((one * 900, min(86_400, (one + length) * 900)) for one, length in pairs))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    week=st.lists(intervals, min_size=7, max_size=7).filter(any),
    zone=st.sampled_from(["Asia/Tehran", "Asia/Beirut", "America/Toronto"]),
    quarters=st.integers(0, 365 * 96),
    days=st.integers(1, 6),
)
def test_business_days_are_what_counting_them_one_by_one_gives(week, zone, quarters, days):
    hours = Timetable((Calendar(zone, tuple(week)),))
    begin = datetime(2026, 1, 1, tzinfo=UTC) + quarters * QUARTER
    assert business_days_after(begin, days, hours=hours, zone=zone) == slowly(begin, days, hours=hours, zone=zone)


def test_two_days_after_a_thursday_in_tehran_is_a_sunday():
    thursday = calendars.moment_of(date(2026, 11, 26), zone="Asia/Tehran", hour=16)
    timing = Timing(2, Unit.DAYS, Clock.BUSINESS, Unless.CUSTOMER)
    sunday = calendars.moment_of(date(2026, 11, 29), zone="Asia/Tehran", hour=16)
    assert timing.due(thursday, hours=TEHRAN, zone="Asia/Tehran") == sunday


def test_where_nobody_ever_comes_nothing_is_due():
    never = Timetable((Calendar("UTC", ((),) * 7),))
    for unit in Unit.values:
        timing = Timing(1, unit, Clock.BUSINESS)
        assert timing.due(datetime(2026, 1, 1, tzinfo=UTC), hours=never, zone="UTC") is None
