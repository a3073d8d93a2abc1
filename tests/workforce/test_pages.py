"""Pages about people: who may open them, what they change, and the picture of the week."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.workforce import queries, services
from rafiq.workforce.models import Absence, Availability, Desk, Skill
from tests.makers import NOON, make_agent, make_team

OFFICE = [[("08:00", "16:00")]] * 5 + [[], []]
MONDAY = date(2026, 11, 23)


@pytest.fixture
def boss(db):
    return make_agent("Boss", role=Role.SUPERVISOR)


def version(page: str) -> str:
    return re.search(r'name="version" value="(\w+)"', page)[1]


@pytest.mark.django_db
class TestOwnDesk:
    @pytest.fixture
    def sara(self, client):
        sara = make_agent()
        client.force_login(sara)
        return sara

    def test_the_menu_says_and_changes_whether_they_are_there(self, client, sara):
        answer = client.post(
            reverse("workforce:availability"), {"availability": "AWAY", "why": "Lunch"}, headers={"HX-Request": "true"}
        )

        assert 'value="AWAY" aria-pressed="true"' in answer.text
        assert 'value="Lunch"' in answer.text
        assert Desk.objects.get(agent=sara).availability == Availability.AWAY

    def test_an_availability_that_is_none_changes_nothing(self, client, sara):
        assert client.post(reverse("workforce:availability"), {"availability": "ASLEEP"}).status_code == 422
        assert not Desk.objects.exists()

    def test_an_absence_is_planned_in_their_zone_and_cancelled(self, client, sara):
        omid = make_agent("Omid")
        given = {"kind": "VACATION", "first": "2026/12/1", "last": "2026/12/2", "cover": omid.pk}

        client.post(reverse("workforce:new_own_absence"), given)
        absence = Absence.objects.get()
        assert (absence.begins_at, absence.ends_at) == (
            datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 3, tzinfo=UTC),
        )  # fmt: skip
        assert absence.cover == omid

        client.post(reverse("workforce:own_absence_removal", args=[absence.pk]))
        assert not Absence.objects.exists()

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"first": "2026/12/5", "last": "2026/12/1"}, "not after the begin"),
            ({"first": "x", "last": ""}, "no such day"),
        ],
    )
    def test_an_absence_that_makes_no_sense_is_told(self, client, sara, given, words):
        answer = client.post(reverse("workforce:new_own_absence"), {"kind": "SICK", **given})

        assert answer.status_code == 422
        assert words in answer.text

    def test_two_absences_at_once_are_refused_in_words(self, client, sara):
        given = {"kind": "SICK", "first": "2026/12/1", "last": "2026/12/3"}
        client.post(reverse("workforce:new_own_absence"), given)

        answer = client.post(reverse("workforce:new_own_absence"), given)

        assert "Another absence is planned" in answer.text

    def test_others_absences_and_schedules_are_for_supervisors(self, client, sara):
        omid = make_agent("Omid")
        theirs = services.plan_absence(
            None, agent=omid, begins_at=NOON, ends_at=NOON + timedelta(days=1), kind="SICK", by=omid, at=NOON
        )

        assert client.get(reverse("workforce:schedule", args=[omid.pk])).status_code == 403
        assert client.get(reverse("workforce:own_absence", args=[theirs.pk])).status_code == 404
        assert client.get(reverse("workforce:people")).status_code == 403
        assert client.get(reverse("workforce:week")).status_code == 403

    def test_their_week_is_written_down(self, client, sara):
        client.post(reverse("workforce:own"), {"time_zone": "Asia/Tehran", "day_5": "8-16"})

        assert Desk.objects.get(agent=sara).week[5] == [["08:00", "16:00"]]


@pytest.mark.django_db
class TestSupervisors:
    @pytest.fixture(autouse=True)
    def _in(self, client, boss):
        client.force_login(boss)

    def test_skills_and_languages_are_given_levels(self, client, boss):
        client.post(reverse("workforce:new_skill"), {"name": "Fridges"})
        skill, sara = Skill.objects.get(), make_agent()
        address = reverse("workforce:abilities", args=[sara.pk])

        given = {"version": version(client.get(address).text), f"skill_{skill.pk}": 4, "language_fa": 5}
        assert client.post(address, given).status_code == 303

        found = queries.available_agents(at=NOON, agent_ids=[sara.pk], only_online=False)[0]
        assert (found.skills, found.languages) == ({skill.pk: 4}, {"fa": 5})
        assert "Fridges" in client.get(reverse("workforce:people")).text

    def test_two_who_change_the_same_agent_do_not_overwrite_each_other(self, client, boss):
        sara = make_agent()
        address = reverse("workforce:abilities", args=[sara.pk])
        shown = version(client.get(address).text)
        services.save_abilities(sara, skills={}, languages={"ar": 3}, capacity=None, by=boss, at=NOON)

        answer = client.post(address, {"version": shown, "language_fa": 5})

        assert answer.status_code == 409
        assert queries.available_agents(at=NOON, agent_ids=[sara.pk], only_online=False)[0].languages == {"ar": 3}

    def test_weights_and_capacity_are_set_for_all(self, client):
        address = reverse("workforce:settings")
        weights = {"weight_webchat": 1, "weight_messenger": 1, "weight_mail": 2, "weight_sms": 1, "weight_call": 6}

        client.post(address, {"capacity": 7, "away_after": 10, "thin_below": 3, **weights})

        assert queries.weights()["mail"] == 2
        assert queries.weights()["kavenegar"] == 1
        assert queries.settings().away_after == 600
        assert client.post(address, {"capacity": -1}).status_code == 422

    @pytest.mark.parametrize("asked", ["", "?week=1", "?week=x&team=abc", "?team=999999", f"?week={'9' * 400}"])
    def test_whatever_week_is_asked_for_one_is_shown(self, client, asked):
        assert client.get(reverse("workforce:week") + asked).status_code == 200


@pytest.mark.django_db
class TestPicture:
    def covers(self, team_ids, zone="UTC", first=MONDAY):
        shown = queries.picture(team_ids, zone=zone, first=first, language="en")
        return ["".join(hour.cover[0] for hour in hours) for _day, hours in shown.days]

    def test_hours_are_covered_thin_or_uncovered(self, boss):
        sara, omid = make_agent(), make_agent("Omid")
        team = make_team(members=[sara, omid])
        services.save_hours(team=team, week=OFFICE, time_zone="UTC", by=boss, at=NOON)
        services.plan_absence(
            None, agent=omid, begins_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
            ends_at=datetime(2026, 11, 24, tzinfo=UTC), kind="SICK", by=boss, at=NOON,
        )  # fmt: skip

        drawn = self.covers([team.pk])

        assert drawn[0] == "U" * 8 + "C" * 4 + "T" * 4 + "U" * 8
        assert drawn[1] == "U" * 8 + "C" * 8 + "U" * 8
        assert drawn[5] == "U" * 24

    def test_teams_in_two_zones_cover_each_other_by_the_readers_clock(self, boss):
        tehran, toronto = make_team("Tehran", members=[boss]), make_team("Toronto", members=[make_agent("Tom")])
        services.save_hours(team=tehran, week=[[("08:00", "16:00")]] * 7, time_zone="Asia/Tehran", by=boss, at=NOON)
        services.save_hours(
            team=toronto, week=[[("08:00", "16:00")]] * 7, time_zone="America/Toronto", by=boss, at=NOON
        )

        shown = queries.picture([tehran.pk, toronto.pk], zone="Asia/Tehran", first=MONDAY, language="en")
        tuesday = shown.days[1][1]

        assert [hour.share for hour in tuesday[:9]] == [0.5] + [0.0] * 7 + [1.0]
        assert tuesday[16].share == 0.5
        assert all(hour.share == 1 for hour in tuesday[17:])

    def test_it_says_what_customers_are_told(self, boss):
        services.save_hours(team=None, week=OFFICE, time_zone="UTC", by=boss, at=NOON)

        spans = queries.picture([], zone="UTC", first=MONDAY, language="en").spans

        assert "We are back today at 8:00" in spans[0].told
        assert spans[1].told == "A colleague reads this and answers you here."

    def test_as_many_statements_for_many_people_as_for_one(self, boss, statements):
        def asked() -> int:
            before = statements()
            self.covers([])
            return statements() - before

        services.save_hours(team=None, week=OFFICE, time_zone="UTC", by=boss, at=NOON)
        asked()
        one = asked()
        for number in range(4):
            make_agent(f"A{number}")

        assert asked() == one
