"""Exceptions, holidays and imports: what they do to hours, what customers are told, and the pages."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from rafiq.accounts import services as accounts
from rafiq.accounts.models import Role
from rafiq.workforce import ical, queries, services, telling
from rafiq.workforce.models import CalendarImport, HolidayChange, ImportedEvent, SpecialDay
from tests import at_once
from tests.makers import make_agent, make_team
from tests.workforce.test_ical import written

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OFFICE = [[("08:00", "16:00")]] * 7
YALDA = date(2026, 12, 23)
"""An official holiday of Iran that is not estimated to be anywhere else in 2026: the birthday of Imam Ali."""


@pytest.fixture
def boss(db):
    return make_agent("Boss", role=Role.ADMINISTRATOR)


@pytest.fixture
def tehran(boss):
    return services.save_hours(team=None, week=OFFICE, time_zone="Asia/Tehran", country="IR", by=boss, at=MONDAY)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


def is_open(day: date) -> bool:
    return queries.timetable(None).is_open(noon(day))


def move(hours, by, *, was: date | None = YALDA, to: date | None):
    services.change_holiday(hours, on=YALDA, was=was, to=to, by=by, at=MONDAY)


def take(hours, by, *events: str, meaning: str = "CLOSED") -> CalendarImport:
    contents = ical.read(written(*events), zone=hours.time_zone, first=date(2026, 1, 1), until=date(2028, 1, 1))
    return services.take_import(
        hours, contents=contents, name="x", meaning=meaning, until=date(2028, 1, 1), by=by, at=MONDAY
    )


class TestHolidays:
    def test_an_official_holiday_is_closed_and_named(self, tehran):
        found = queries.opening(at=noon(YALDA))

        assert (found.is_open, found.reason) == (False, "Birthday of Imam Ali")
        assert found.opens_at == datetime(2026, 12, 24, 4, 30, tzinfo=UTC)

    def test_one_that_the_moon_moved_is_kept_a_day_later(self, tehran, boss):
        move(tehran, boss, to=YALDA + timedelta(days=1))

        assert is_open(YALDA)
        assert not is_open(YALDA + timedelta(days=1))

    def test_one_that_is_worked_is_open_until_that_is_undone(self, tehran, boss):
        move(tehran, boss, to=None)
        assert is_open(YALDA)

        move(tehran, boss, was=None, to=YALDA)
        assert not is_open(YALDA)
        assert not HolidayChange.objects.exists()

    def test_who_moves_what_somebody_moved_meanwhile_is_told(self, tehran, boss):
        move(tehran, boss, to=YALDA + timedelta(days=1))

        with pytest.raises(services.MovedMeanwhile):
            move(tehran, boss, to=YALDA - timedelta(days=1))

    @pytest.mark.parametrize("to", [YALDA + timedelta(days=4), YALDA - timedelta(days=40)])
    def test_none_is_moved_far(self, tehran, boss, to):
        with pytest.raises(services.NoSuchHoliday):
            move(tehran, boss, to=to)

    def test_regions_have_their_own(self, boss):
        services.save_hours(
            team=None, week=OFFICE, time_zone="America/Toronto", country="CA", region="ON", by=boss, at=MONDAY
        )

        assert not queries.timetable(None).is_open(datetime(2026, 2, 16, 15, 0, tzinfo=UTC)), "Family Day in Ontario"


class TestExceptions:
    def test_an_exception_counts_before_a_holiday(self, tehran, boss):
        services.save_day(None, of=tehran, on=YALDA, intervals=[("10:00", "13:00")], note="", by=boss, at=MONDAY)

        assert is_open(YALDA)

    def test_one_is_enough_for_a_day(self, tehran, boss):
        services.save_day(None, of=tehran, on=YALDA, intervals=[], note="", by=boss, at=MONDAY)

        with pytest.raises(services.DayTaken):
            services.save_day(None, of=tehran, on=YALDA, intervals=[], note="", by=boss, at=MONDAY)

    def test_what_one_process_keeps_is_read_anew_after_every_change(self, tehran, boss):
        day = date(2026, 12, 1)
        assert is_open(day)

        closed = services.save_day(None, of=tehran, on=day, intervals=[], note="Stock-taking", by=boss, at=MONDAY)
        assert not is_open(day)

        services.remove_day(closed, by=boss, at=MONDAY)
        assert is_open(day)

    def test_asking_again_costs_one_statement(self, tehran, statements):
        queries.timetable(None)
        before = statements()

        queries.timetable(None).is_open(MONDAY)

        assert statements() - before == 1


class TestImports:
    def test_whole_days_are_closed_and_times_are_cut_out(self, tehran, boss):
        take(
            tehran, boss, "SUMMARY:Move\nDTSTART;VALUE=DATE:20261201",
            "SUMMARY:Drill\nDTSTART;TZID=Asia/Tehran:20261202T100000\nDURATION:PT1H",
        )  # fmt: skip

        assert not is_open(date(2026, 12, 1))
        found = queries.opening(at=datetime(2026, 12, 2, 7, 0, tzinfo=UTC))
        assert (found.opens_at, found.reason) == (datetime(2026, 12, 2, 7, 30, tzinfo=UTC), "Drill")

    def test_what_opens_is_added_and_taken_out_with_the_file(self, tehran, boss):
        at = datetime(2026, 12, 2, 20, 0, tzinfo=UTC)
        taken = take(tehran, boss, "DTSTART:20261202T190000Z\nDURATION:PT2H", meaning="OPEN")
        assert queries.timetable(None).is_open(at)

        services.remove_import(taken, by=boss, at=MONDAY)

        assert not queries.timetable(None).is_open(at)
        assert not ImportedEvent.objects.exists()


class TestNeverOpen:
    def test_it_is_told_why(self, tehran, boss):
        assert queries.never_opens(tehran, at=MONDAY) == ""
        take(tehran, boss, "DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20290101")
        assert queries.never_opens(tehran, at=MONDAY) == "DAYS"
        tehran.week = [[]] * 7
        assert queries.never_opens(tehran, at=MONDAY) == "WEEK"

    def test_a_week_without_hours_is_kept_where_a_file_hangs_on_it(self, tehran, boss):
        take(tehran, boss, "DTSTART:20261202T190000Z\nDURATION:PT2H", meaning="OPEN")

        services.save_hours(team=None, week=[[]] * 7, time_zone="Asia/Tehran", by=boss, at=MONDAY)

        assert queries.opening(at=MONDAY).opens_at == datetime(2026, 12, 2, 19, 0, tzinfo=UTC)


class TestWhatCustomersAreTold:
    @pytest.mark.parametrize(
        ("language", "says"),
        [
            ("en", "We are closed for the holiday: Birthday of Imam Ali. We are back tomorrow, Thursday, at 8:00"),
            ("fa", "به مناسبت ولادت امام علی"),
            ("ar", "مولد الإمام علي"),
        ],
    )
    def test_the_holiday_is_named(self, tehran, language, says):
        with translation.override(language):
            told = telling.who_answers(queries.opening(at=noon(YALDA)), language=language, at=noon(YALDA))

        assert says in re.sub("[\u2066-\u2069]", "", told)

    def test_a_note_of_an_exception_too(self, tehran, boss):
        services.save_day(None, of=tehran, on=MONDAY.date(), intervals=[], note="Stock-taking.", by=boss, at=MONDAY)

        told = telling.who_answers(queries.opening(at=MONDAY), language="en", at=MONDAY)

        assert told.startswith("We are closed: Stock-taking. We are back tomorrow")


@pytest.mark.django_db(transaction=True)
def test_a_team_that_is_removed_takes_its_hours_along(run_jobs):
    boss, team = make_agent("Boss", role=Role.ADMINISTRATOR), make_team()
    services.save_hours(team=team, week=OFFICE, time_zone="UTC", by=boss, at=MONDAY)
    assert queries.opening(at=MONDAY, team_id=team.pk) is not None

    accounts.remove_team(team, by=boss, at=MONDAY)
    run_jobs()

    assert queries.opening(at=MONDAY, team_id=team.pk) is None


@pytest.mark.django_db(transaction=True)
def test_two_who_move_a_holiday_at_once_move_it_once():
    boss = make_agent("Boss", role=Role.ADMINISTRATOR)
    hours = services.save_hours(team=None, week=OFFICE, time_zone="Asia/Tehran", country="IR", by=boss, at=MONDAY)

    def later():
        try:
            move(hours, boss, to=YALDA + timedelta(days=1))
        except services.MovedMeanwhile:
            return "told"

    assert at_once.one_behind_another(later, later) == (None, "told")
    assert HolidayChange.objects.get().moved_to == YALDA + timedelta(days=1)


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def office(self, client, tehran, boss):
        client.force_login(boss)
        return client

    def test_two_administrators_do_not_overwrite_each_other(self, office, tehran, boss):
        page = office.get(reverse("workforce:hours")).text
        version = re.search(r'name="version" value="(\w+)"', page)[1]
        services.save_hours(
            team=None, week=[[("09:00", "12:00")]] * 7, time_zone="Asia/Tehran", country="IR", by=boss, at=MONDAY
        )

        given = {"version": version, "time_zone": "Asia/Tehran", "country": "LB", "day_0": "10-11"}
        answer = office.post(reverse("workforce:hours"), given)

        assert answer.status_code == 409
        assert "09:00–12:00" in answer.text
        assert 'value="10-11"' in answer.text
        assert queries.hours_of(None).country == "IR"

    def test_an_exception_is_written_in_the_readers_calendar(self, office, tehran, boss):
        boss.calendar = "jalali"
        boss.save()

        office.post(reverse("workforce:new_day", args=[tehran.pk]), {"date": "۱۴۰۵/۹/۲۰", "intervals": "9-12"})

        assert SpecialDay.objects.get().date == date(2026, 12, 11)

    @pytest.mark.parametrize("given", ["", "1405/13/40", "soon"])
    def test_a_day_that_is_none_is_told_beside_it(self, office, tehran, given):
        answer = office.post(reverse("workforce:new_day", args=[tehran.pk]), {"date": given})

        assert answer.status_code == 422
        assert not SpecialDay.objects.exists()

    def test_a_region_of_another_country_is_refused(self, office, tehran):
        shown = re.search(r'name="version" value="(\w+)"', office.get(reverse("workforce:hours")).text)[1]
        given = {"version": shown, "time_zone": "UTC", "country": "IR", "region": "CA-ON", "day_0": "8-9"}

        assert office.post(reverse("workforce:hours"), given).status_code == 422

    def test_a_region_goes_with_its_country(self, office, tehran):
        shown = re.search(r'name="version" value="(\w+)"', office.get(reverse("workforce:hours")).text)[1]
        given = {"version": shown, "time_zone": "UTC", "country": "", "region": "CA-ON", "day_0": "8-9"}

        assert office.post(reverse("workforce:hours"), given).status_code == 303
        assert (queries.hours_of(None).country, queries.hours_of(None).region) == ("", "")

    def test_a_file_is_looked_at_before_it_is_taken(self, office, tehran):
        soon = timezone.now().date() + timedelta(days=9)
        data = written(f"SUMMARY:Landlord closes\nDTSTART;VALUE=DATE:{soon:%Y%m%d}")
        address = reverse("workforce:import_hours", args=[tehran.pk])

        shown = office.post(address, {"file": SimpleUploadedFile("a.ics", data), "meaning": "CLOSED"})
        assert "Landlord closes" in shown.text
        assert not CalendarImport.objects.exists()

        kept = {"name": "Closures", "meaning": "CLOSED", "contents": base64.b64encode(data).decode()}
        assert office.post(address, kept).status_code == 303
        assert ImportedEvent.objects.get().first_date == soon
        assert "Closures" in office.get(reverse("workforce:hours")).text

    @pytest.mark.parametrize("data", [b"nonsense", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff\xfe"])
    def test_nonsense_is_refused_in_words(self, office, tehran, data):
        answer = office.post(
            reverse("workforce:import_hours", args=[tehran.pk]),
            {"file": SimpleUploadedFile("a.ics", data), "meaning": "OPEN"},
        )

        assert answer.status_code == 422
        assert "no iCal file" in answer.text

    def test_agents_may_change_none_of_it(self, client, tehran):
        client.force_login(make_agent())

        assert client.get(reverse("workforce:new_day", args=[tehran.pk])).status_code == 403
        assert client.post(reverse("workforce:holiday", args=[tehran.pk, YALDA]), {}).status_code == 403
