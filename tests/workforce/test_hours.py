"""When people are there: what is written, what it means at a moment, and the page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.workforce import hours, queries, services
from rafiq.workforce.timetable import Calendar, Timetable
from tests.makers import NOON, make_agent, make_team

WORKDAYS = [[("08:00", "12:30"), ("14:00", "18:00")]] * 3 + [
    [("08:00", "13:00")],
    [],
    [("08:00", "18:00")],
    [("08:00", "18:00")],
]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in UTC; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def opening(week, zone: str, *, at: datetime):
    return Timetable((Calendar(zone, hours.plain(week)),)).opening(at)


class TestWriting:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("8:00–12:30, 14–18", [("08:00", "12:30"), ("14:00", "18:00")]),
            ("۸ تا ۱۲:۳۰ و ۱۴ تا ۱۸", [("08:00", "12:30"), ("14:00", "18:00")]),
            ("٨ إلى ١٦", [("08:00", "16:00")]),
            ("20:00-24:00", [("20:00", "24:00")]),
            ("", []),
        ],
    )
    def test_hours_are_read_in_any_digits(self, written, meant):
        assert hours.parse(written) == meant

    @pytest.mark.parametrize(
        "written", ["always", "18-8", "8-25", "8:70-9", "8-12, 11-13", "8", "1-2,3-4,5-6,7-8,9-10"]
    )
    def test_nonsense_is_refused(self, written):
        with pytest.raises(hours.BadHours):
            hours.parse(written)

    def test_what_is_written_is_read_back(self):
        assert hours.parse(hours.write([("08:00", "24:00")], language="fa")) == [("08:00", "24:00")]


class TestOpening:
    def test_people_are_there_in_an_interval_and_leave_at_its_end(self):
        found = opening(WORKDAYS, "UTC", at=at(23, 9))

        assert (found.is_open, found.closes_at) == (True, at(23, 12, 30))

    def test_in_the_break_they_are_back_in_the_afternoon(self):
        assert opening(WORKDAYS, "UTC", at=at(23, 13)).opens_at == at(23, 14)

    def test_on_a_friday_night_they_are_back_on_saturday_in_their_own_zone(self):
        found = opening(WORKDAYS, "Asia/Tehran", at=at(27, 20))

        assert (found.is_open, found.opens_at) == (False, at(28, 4, 30))

    def test_hours_over_midnight_are_one_stretch(self):
        week = [[("20:00", "24:00")], [("00:00", "02:00")], [], [], [], [], []]

        assert opening(week, "UTC", at=at(23, 23)).closes_at == at(24, 2)

    def test_who_never_opens_never_opens(self):
        assert opening([[]] * 7, "UTC", at=NOON).opens_at is None


@pytest.mark.django_db
class TestWhoseHours:
    def test_nobody_wrote_any(self):
        assert queries.opening(at=NOON) is None

    def test_a_team_has_its_own_and_everybody_else_the_companys(self):
        boss, team = make_agent("Boss", role=Role.ADMINISTRATOR), make_team()
        services.save_hours(team=None, week=[[("08:00", "16:00")]] * 7, time_zone="UTC", by=boss, at=NOON)
        services.save_hours(team=team, week=[[("18:00", "20:00")]] * 7, time_zone="UTC", by=boss, at=NOON)

        assert queries.opening(at=at(23, 9)).is_open
        assert not queries.opening(at=at(23, 9), team_id=team.pk).is_open

    def test_an_empty_week_forgets_them(self):
        boss = make_agent("Boss", role=Role.ADMINISTRATOR)
        services.save_hours(team=None, week=[[("08:00", "16:00")]] * 7, time_zone="UTC", by=boss, at=NOON)

        services.save_hours(team=None, week=[[]] * 7, time_zone="UTC", by=boss, at=NOON)

        assert queries.opening(at=NOON) is None


@pytest.mark.django_db
class TestPage:
    def test_an_administrator_writes_them_down_in_persian(self, client):
        client.force_login(make_agent("Boss", role=Role.ADMINISTRATOR, language="fa"))
        given = {"time_zone": "Asia/Tehran", "version": "", "day_5": "۸ تا ۱۶"}

        answer = client.post(reverse("workforce:hours"), given)

        assert answer.status_code in {302, 303}
        assert queries.hours_of(None).week[5] == [["08:00", "16:00"]]
        assert "۰۸:۰۰–۱۶:۰۰" in client.get(reverse("workforce:hours")).text

    def test_nonsense_is_told_beside_its_day(self, client):
        client.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))

        answer = client.post(reverse("workforce:hours"), {"time_zone": "UTC", "day_0": "always"})

        assert answer.status_code == 422
        assert "Write hours as" in answer.text

    def test_a_team_has_a_page_of_its_own_and_agents_have_none(self, client):
        team = make_team()
        client.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))
        client.post(reverse("workforce:team_hours", args=[team.pk]), {"time_zone": "UTC", "day_0": "8-9"})
        assert queries.hours_of(team.pk).week[0] == [["08:00", "09:00"]]

        client.force_login(make_agent())
        assert client.get(reverse("workforce:hours")).status_code == 403
