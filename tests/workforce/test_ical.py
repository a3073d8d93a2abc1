"""iCal files of all sorts: what they say, and what is left out of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.workforce import ical

FIRST, UNTIL = date(2026, 1, 1), date(2028, 12, 31)
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Factory Time
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0500
TZNAME:FT
END:STANDARD
END:VTIMEZONE"""


def written(*events: str, head: str = "") -> bytes:
    body = "\n".join(f"BEGIN:VEVENT\nUID:{place}\n{event}\nEND:VEVENT" for place, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Closures\n{head}\n{body}\nEND:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def read(*events: str, zone: str = "Asia/Tehran", head: str = "") -> ical.Contents:
    return ical.read(written(*events, head=head), zone=zone, first=FIRST, until=UNTIL)


def days(contents: ical.Contents) -> list[tuple[str, str]]:
    return [(str(one.first_date), str(one.last_date)) for one in contents.events]


class TestDays:
    def test_whole_days_end_the_day_before_their_end(self):
        found = read("SUMMARY:Move\\, new office\nDTSTART;VALUE=DATE:20260810\nDTEND;VALUE=DATE:20260813")

        assert days(found) == [("2026-08-10", "2026-08-12")]
        assert (found.name, found.events[0].title) == ("Closures", "Move, new office")

    def test_a_day_without_an_end_is_one_day(self):
        assert days(read("DTSTART;VALUE=DATE:20260810")) == [("2026-08-10", "2026-08-10")]

    def test_what_repeats_every_year_is_written_out_as_far_as_we_look(self):
        found = read("DTSTART;VALUE=DATE:20200321\nRRULE:FREQ=YEARLY")

        assert [day for day, _last in days(found)] == ["2026-03-21", "2027-03-21", "2028-03-21"]
        assert found.is_cut

    def test_an_end_of_repeating_and_days_taken_out_count(self):
        rule = "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260126\nEXDATE;VALUE=DATE:20260119"

        assert [day for day, _last in days(read(rule))] == ["2026-01-05", "2026-01-12", "2026-01-26"]
        assert not read(rule).is_cut

    def test_further_days_are_added(self):
        found = read("DTSTART;VALUE=DATE:20260105\nRDATE;VALUE=DATE:20260203,20260301")

        assert [day for day, _last in days(found)] == ["2026-01-05", "2026-02-03", "2026-03-01"]

    def test_one_time_that_was_moved_is_there_once(self):
        series = "UID:team\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=3"
        moved = "UID:team\nRECURRENCE-ID;VALUE=DATE:20260112\nDTSTART;VALUE=DATE:20260114"
        data = (
            f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{series}\nEND:VEVENT\nBEGIN:VEVENT\n{moved}\nEND:VEVENT\nEND:VCALENDAR\n"
        )

        found = ical.read(data.encode(), zone="UTC", first=FIRST, until=UNTIL)

        assert [day for day, _last in days(found)] == ["2026-01-05", "2026-01-14", "2026-01-19"]

    def test_what_is_cancelled_is_not_there(self):
        assert read("STATUS:CANCELLED\nDTSTART;VALUE=DATE:20260810").events == []


class TestMoments:
    @pytest.mark.parametrize(
        ("begin", "meant"),
        [
            ("DTSTART:20260810T090000Z", datetime(2026, 8, 10, 9, 0, tzinfo=UTC)),
            ("DTSTART;TZID=Europe/Berlin:20260810T090000", datetime(2026, 8, 10, 7, 0, tzinfo=UTC)),
            ("DTSTART;TZID=/some.program/Europe/Berlin:20260810T090000", datetime(2026, 8, 10, 7, 0, tzinfo=UTC)),
            ("DTSTART;TZID=Factory Time:20260810T090000", datetime(2026, 8, 10, 4, 0, tzinfo=UTC)),
            ("DTSTART:20260810T090000", datetime(2026, 8, 10, 5, 30, tzinfo=UTC)),
        ],
    )
    def test_a_time_is_read_in_its_zone_or_ours(self, begin, meant):
        found = read(f"{begin}\nDURATION:PT1H30M", head=OWN_ZONE).events[0]

        assert (found.begins_at, (found.ends_at - found.begins_at).total_seconds()) == (meant, 5_400)

    def test_nine_stays_nine_when_the_clocks_are_changed(self):
        rule = "DTSTART;TZID=America/Toronto:20261030T090000\nDTEND;TZID=America/Toronto:20261030T100000"

        found = read(f"{rule}\nRRULE:FREQ=DAILY;COUNT=4")

        assert [one.begins_at.hour for one in found.events] == [13, 13, 14, 14]

    def test_an_end_in_utc_bounds_a_rule_in_a_zone(self):
        rule = "DTSTART;TZID=Asia/Tehran:20260801T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260803T053000Z"

        assert len(read(rule).events) == 3


class TestNonsense:
    @pytest.mark.parametrize(
        ("event", "why"),
        [
            ("DTSTART:tomorrow", "UNREADABLE"),
            ("SUMMARY:nothing else", "UNREADABLE"),
            ("DTSTART;VALUE=DATE:20260810\nRRULE:FREQ=SOMETIMES", "UNREADABLE"),
            ("DTSTART;VALUE=DATE:20260810\nRRULE:FREQ=DAILY;INTERVAL=0", "UNREADABLE"),
            ("DTSTART:20260810T090000Z\nDURATION:PT1H\nRRULE:FREQ=MINUTELY", "TOO_OFTEN"),
            ("DTSTART:20260810T090000Z", "NO_LENGTH"),
            ("DTSTART:20260810T090000Z\nDTEND:20260810T080000Z", "NO_LENGTH"),
            ("DTSTART;TZID=Mars/Olympus:20260810T090000\nDURATION:PT1H", "ZONE"),
        ],
    )
    def test_what_makes_no_sense_is_left_out_with_its_reason(self, event, why):
        found = read(f"SUMMARY:Odd\n{event}", "DTSTART;VALUE=DATE:20260810")

        assert [trouble for _title, trouble in found.troubles] == [why]
        assert days(found) == [("2026-08-10", "2026-08-10")]

    def test_a_rule_that_never_comes_true_comes_to_an_end(self):
        never = "DTSTART;VALUE=DATE:20260810\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"

        assert days(read(never)) == [("2026-08-10", "2026-08-10")]
        with pytest.raises(ical.TooMuch):
            read(*[never] * 3)

    @pytest.mark.parametrize(
        "data", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"BEGIN:VCARD"]
    )
    def test_what_is_no_calendar_is_refused(self, data):
        with pytest.raises(ical.NotACalendar):
            ical.read(data, zone="UTC", first=FIRST, until=UNTIL)

    def test_too_much_is_refused(self):
        daily = "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY"

        with pytest.raises(ical.TooMuch):
            read(*[daily] * 40)
        with pytest.raises(ical.TooMuch):
            ical.read(b" " * (ical.MOST_BYTES + 1), zone="UTC", first=FIRST, until=UNTIL)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from([
        "DTSTART:20260810", "DTSTART;VALUE=DATE:20260810", "DTSTART;TZID=:20261301T000000", "RRULE:", "RRULE:FREQ",
        "RRULE:FREQ=YEARLY;UNTIL=x", "RRULE:FREQ=WEEKLY;BYDAY=XX", "EXDATE:,", "RDATE;VALUE=PERIOD:2026/PT1H",
        "DURATION:P",
        "DTEND:99999999T999999", "RECURRENCE-ID:20260810T000000Z", "DTSTART:00010101T000000Z", "SUMMARY",
        "BEGIN:VALARM",
        "END:VEVENT", "DTSTART:20260810T235960Z", "DURATION:-PT1H", "RRULE:FREQ=YEARLY;COUNT=0", "\x00;:", "COUNT=1",
    ]), max_size=7))  # fmt: skip
    def test_whatever_stands_in_a_file_is_read_or_refused(self, lines):
        try:
            found = read("\n".join(lines))
        except (ical.NotACalendar, ical.TooMuch):
            return
        assert all((one.first_date is None) != (one.begins_at is None) for one in found.events)
