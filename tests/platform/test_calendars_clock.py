from datetime import UTC, date, datetime, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.calendars import (
    UnknownZone,
    day_bounds,
    first_weekday,
    local,
    local_date,
    moment_of,
    next_weekday_at,
    tomorrow_at,
    weekdays,
    weekend,
    zone_of,
)

TORONTO, BEIRUT, TEHRAN = "America/Toronto", "Asia/Beirut", "Asia/Tehran"
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


def test_tomorrow_is_counted_where_the_person_is():
    moment = datetime(2026, 3, 20, 21, 0, tzinfo=UTC)
    assert tomorrow_at(moment, zone=TEHRAN) == datetime(2026, 3, 22, 5, 30, tzinfo=UTC)
    assert tomorrow_at(moment, zone=TORONTO) == datetime(2026, 3, 21, 13, 0, tzinfo=UTC)


def test_nine_stays_nine_over_both_changes_of_the_clock():
    spring, autumn = datetime(2026, 3, 7, 17, 0, tzinfo=UTC), datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
    assert tomorrow_at(spring, zone=TORONTO) - tomorrow_at(spring - timedelta(days=1), zone=TORONTO) == timedelta(
        hours=23
    )
    assert local(tomorrow_at(autumn, zone=TORONTO), zone=TORONTO).hour == 9


def test_a_skipped_time_moves_on_by_the_gap():
    moment = moment_of(date(2026, 3, 8), zone=TORONTO, hour=2, minute=30)
    assert local(moment, zone=TORONTO).strftime("%H:%M") == "03:30"


def test_of_a_repeated_time_the_first_is_meant():
    assert moment_of(date(2026, 11, 1), zone=TORONTO, hour=1, minute=30) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_the_clocks_of_beirut_skip_midnight():
    begin, end = day_bounds(date(2026, 3, 29), zone=BEIRUT)
    assert local(begin, zone=BEIRUT).strftime("%d %H:%M") == "29 01:00"
    assert end - begin == timedelta(hours=23)


def test_next_weekday_is_never_today():
    saturday = datetime(2026, 3, 21, 8, 0, tzinfo=UTC)
    assert next_weekday_at(saturday, weekday=5, zone="UTC") == datetime(2026, 3, 28, 9, 0, tzinfo=UTC)
    assert next_weekday_at(saturday, weekday=6, zone="UTC") == datetime(2026, 3, 22, 9, 0, tzinfo=UTC)
    assert next_weekday_at(saturday, weekday=0, zone=TEHRAN, hour=8) == datetime(2026, 3, 23, 4, 30, tzinfo=UTC)


@given(MOMENTS, st.sampled_from([TORONTO, BEIRUT, TEHRAN, "Pacific/Apia"]), st.integers(0, 23))
def test_tomorrow_is_ahead_and_on_the_next_day(moment, zone, hour):
    then = tomorrow_at(moment, zone=zone, hour=hour)
    assert moment < then < moment + timedelta(hours=50)
    assert local_date(then, zone=zone) >= local_date(moment, zone=zone) + timedelta(days=1)


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "a\x00b", "/etc/hosts"])
def test_names_that_are_no_zone_are_refused(name):
    with pytest.raises(UnknownZone):
        zone_of(name)


def test_a_naive_moment_is_taken_as_utc():
    naive = datetime(2026, 3, 21, 10, 35)  # noqa: DTZ001
    assert local(naive, zone=TEHRAN).strftime("%H:%M") == "14:05"


@pytest.mark.parametrize(
    "name",
    ["fa_IR", "fa_AF", "ar_AE", "ar_LB", "ar_SA", "ar_EG", "ar_IQ", "ar_KW", "en_CA", "en_US", "en_GB", "hi_IN"],
)
def test_weeks_agree_with_cldr(name):
    locale, country = Locale.parse(name), name[3:]
    assert first_weekday(country) == locale.first_week_day
    days = range(locale.weekend_start, locale.weekend_end + 1)
    assert weekend(country).days == frozenset(days)


def test_languages_stand_for_a_country():
    assert first_weekday("fa") == first_weekday("IR") == 5
    assert weekend("fa").days == {4}
    assert weekend("fa").half_days == {3}
    assert weekend("ar").days == weekend("ar-LB").days == {5, 6}
    assert weekend("ar-SA").days == weekend("ar_SA").days == {4, 5}
    assert weekdays("en") == (6, 0, 1, 2, 3, 4, 5)
