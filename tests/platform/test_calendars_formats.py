from datetime import UTC, date, datetime, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.calendars import (
    duration,
    format_date,
    format_moment,
    format_time,
    month_names,
    plural_form,
    relative,
    weekday_name,
)

NOWRUZ = datetime(2026, 3, 21, 10, 35, tzinfo=UTC)
LANGUAGES = ["fa", "ar", "en"]


@pytest.mark.parametrize(
    ("calendar", "language", "style", "expected"),
    [
        ("jalali", "fa", "full", "شنبه ۱ فروردین ۱۴۰۵"),
        ("jalali", "fa", "long", "۱ فروردین ۱۴۰۵"),
        ("jalali", "fa", "short", "۱۴۰۵/۰۱/۰۱"),
        ("jalali", "fa", "day", "۱ فروردین"),
        ("jalali", "en", "medium", "1 Farvardin 1405"),
        ("jalali", "ar", "long", "١ فروردين ١٤٠٥"),
        ("gregorian", "fa", "long", "۲۱ مارس ۲۰۲۶"),
        ("gregorian", "ar", "full", "السبت، ٢١ مارس ٢٠٢٦"),
        ("gregorian", "ar", "short", "٢١\u200f/٣\u200f/٢٠٢٦"),
        ("gregorian", "en", "full", "Saturday, 21 March 2026"),
        ("gregorian", "en", "medium", "21 Mar 2026"),
        ("gregorian", "en", "short", "2026-03-21"),
        ("hijri", "ar", "long", "٢ شوال ١٤٤٧ هـ"),
        ("hijri", "fa", "medium", "۲ شوال ۱۴۴۷"),
        ("hijri", "en", "long", "2 Shawwal 1447 AH"),
    ],
)
def test_days_are_written_as_people_write_them(calendar, language, style, expected):
    assert format_date(NOWRUZ.date(), calendar=calendar, language=language, style=style) == expected


def test_a_hijri_day_out_of_range_is_written_in_gregorian():
    assert format_date(date(1900, 1, 5), calendar="hijri", language="ar") == "٥ يناير ١٩٠٠"


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("fa", "Asia/Tehran", "۱۴:۰۵"),
        ("en", "America/Toronto", "6:35\u00a0AM"),
        ("ar", "Asia/Beirut", "١٢:٣٥\u00a0م"),
        ("en", "UTC", "10:35\u00a0AM"),
    ],
)
def test_times_follow_zone_and_language(language, zone, expected):
    assert format_time(NOWRUZ, language=language, zone=zone) == expected


def test_midnight_and_noon():
    midnight = NOWRUZ.replace(hour=0, minute=5)
    assert format_time(midnight, language="en", zone="UTC") == "12:05\u00a0AM"
    assert format_time(midnight, language="fa", zone="UTC") == "۰:۰۵"
    assert format_time(midnight.replace(hour=12), language="en", zone="UTC") == "12:05\u00a0PM"


def test_a_moment_is_the_day_it_is_in_the_zone():
    late = datetime(2026, 3, 20, 21, 0, tzinfo=UTC)
    written = format_moment(late, calendar="jalali", language="fa", zone="Asia/Tehran")
    assert written == "۱ فروردین ۱۴۰۵، ۰:۳۰"
    assert format_moment(late, calendar="gregorian", language="en", zone="UTC") == "20 Mar 2026, 9:00\u00a0PM"


@pytest.mark.parametrize(
    ("minutes", "fa", "ar", "en"),
    [
        (0, "اکنون", "الآن", "now"),
        (1, "۱ دقیقه", "دقيقة", "1 min"),
        (2, "۲ دقیقه", "دقيقتان", "2 min"),
        (5, "۵ دقیقه", "٥ دقائق", "5 min"),
        (11, "۱۱ دقیقه", "١١ دقيقة", "11 min"),
        (60, "۱ ساعت", "ساعة", "1 h"),
        (60 * 3, "۳ ساعت", "٣ ساعات", "3 h"),
        (60 * 24 * 2, "۲ روز", "يومان", "2 d"),
        (60 * 24 * 7, "۱ هفته", "أسبوع", "1 w"),
        (60 * 24 * 27, "۳ هفته", "٣ أسابيع", "3 w"),
        (60 * 24 * 28, "۲ اسفند ۱۴۰۴", "٢١ فبراير", "21 Feb"),
        (60 * 24 * 365, "۱ فروردین ۱۴۰۴", "٢١ مارس ٢٠٢٥", "21 Mar 2025"),
    ],
)
def test_how_long_ago(minutes, fa, ar, en):
    moment = NOWRUZ - timedelta(minutes=minutes)
    assert [relative(moment, at=NOWRUZ, language=language) for language in LANGUAGES] == [fa, ar, en]


def test_the_past_says_so_when_asked():
    moment = NOWRUZ - timedelta(minutes=2)
    written = [relative(moment, at=NOWRUZ, language=language, ago=True) for language in LANGUAGES]
    assert written == ["۲ دقیقه پیش", "قبل دقيقتين", "2 min ago"]


def test_the_future_always_says_so():
    moment = NOWRUZ + timedelta(hours=3)
    written = [relative(moment, at=NOWRUZ, language=language) for language in LANGUAGES]
    assert written == ["۳ ساعت دیگر", "بعد ٣ ساعات", "in 3 h"]


@pytest.mark.parametrize(
    ("seconds", "fa", "ar", "en", "words"),
    [
        (0, "۰ ثانیه", "٠ ثانية", "0 s", "0 seconds"),
        (45, "۴۵ ثانیه", "٤٥ ثانية", "45 s", "45 seconds"),
        (3_900, "۱ ساعت و ۵ دقیقه", "ساعة و٥ دقائق", "1 h 5 min", "1 hour 5 minutes"),
        (3_601, "۱ ساعت", "ساعة", "1 h", "1 hour"),
        (-120, "۲ دقیقه", "دقيقتان", "2 min", "2 minutes"),
        (90_061, "۱ روز و ۱ ساعت", "يوم وساعة", "1 d 1 h", "1 day 1 hour"),
    ],
)
def test_lengths_of_time(seconds, fa, ar, en, words):
    delta = timedelta(seconds=seconds)
    assert [duration(delta, language=language) for language in LANGUAGES] == [fa, ar, en]
    assert duration(delta, language="en", short=False) == words


@given(st.integers(0, 10_000), st.sampled_from(LANGUAGES))
def test_plural_forms_agree_with_cldr(count, language):
    assert plural_form(count, language=language) == Locale(language).plural_form(count)


@pytest.mark.parametrize("language", LANGUAGES)
def test_gregorian_names_agree_with_cldr(language):
    locale = Locale(language)
    assert month_names(calendar="gregorian", language=language) == tuple(
        locale.months["stand-alone"]["wide"][number] for number in range(1, 13)
    )
    assert [weekday_name(number, language=language) for number in range(7)] == [
        locale.days["stand-alone"]["wide"][number] for number in range(7)
    ]


def test_short_weekdays_are_shortened_only_in_english():
    assert [weekday_name(5, language=language, short=True) for language in LANGUAGES] == ["شنبه", "السبت", "Sat"]
