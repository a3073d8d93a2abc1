"""Who is there, who should be, and what they can do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rafiq.accounts.models import Role
from rafiq.platform.log.models import Entry
from rafiq.workforce import queries, services
from rafiq.workforce.models import Absence, Availability, Desk
from tests import at_once
from tests.makers import make_agent, make_team

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE = [[("08:00", "16:00")]] * 5 + [[], []]
EVENING = [[("16:00", "24:00")]] * 7


@pytest.fixture
def boss(db):
    return make_agent("Boss", role=Role.ADMINISTRATOR)


def row(agent, *, at=MONDAY):
    return queries.available_agents(at=at, agent_ids=[agent.pk], only_online=False)[0]


def away(agent, begin=MONDAY, *, hours=4, cover=None, by=None):
    return services.plan_absence(
        None, agent=agent, begins_at=begin, ends_at=begin + hours * HOUR, kind=Absence.Kind.VACATION,
        cover_id=cover.pk if cover else None, by=by or agent, at=MONDAY,
    )  # fmt: skip


def changes() -> int:
    return Entry.objects.filter(kind="workforce.availability.changed").count()


@pytest.mark.django_db
class TestAvailability:
    def test_who_was_never_here_is_off_and_comes_by_opening_a_page(self):
        sara = make_agent()
        assert row(sara).availability == Availability.OFF

        services.note_seen(sara.pk, at=MONDAY)

        assert row(sara).is_online

    def test_who_closes_every_page_is_away_after_the_chosen_time_and_back_with_the_next(self):
        sara = make_agent()
        services.choose_availability(sara, availability="ONLINE", at=MONDAY)

        assert services.leave_empty_desks(at=MONDAY + timedelta(seconds=299)) == 0
        assert services.leave_empty_desks(at=MONDAY + timedelta(seconds=301)) == 1
        assert (row(sara).availability, row(sara).is_automatic) == (Availability.AWAY, True)
        services.note_seen(sara.pk, at=MONDAY + HOUR)
        assert row(sara).is_online

    @pytest.mark.parametrize("chosen", ["AWAY", "OFF"])
    def test_what_somebody_chose_stays_whatever_they_open_or_close(self, chosen):
        sara = make_agent()
        services.choose_availability(sara, availability=chosen, why="Lunch", at=MONDAY)

        services.note_seen(sara.pk, at=MONDAY + HOUR)
        services.leave_empty_desks(at=MONDAY + 9 * HOUR)

        desk = Desk.objects.get(agent=sara)
        assert (desk.availability, desk.is_automatic, desk.why, desk.since) == (chosen, False, "Lunch", MONDAY)

    def test_a_page_that_stays_open_keeps_them_there(self):
        sara = make_agent()
        for minute in range(0, 30, 1):
            services.note_seen(sara.pk, at=MONDAY + timedelta(minutes=minute))

        assert services.leave_empty_desks(at=MONDAY + timedelta(minutes=30)) == 0

    def test_going_away_by_itself_can_be_switched_off(self, boss):
        sara = make_agent()
        services.note_seen(sara.pk, at=MONDAY)
        services.save_settings(weights={}, capacity=5, away_after=0, thin_below=2, by=boss, at=MONDAY)

        assert services.leave_empty_desks(at=MONDAY + 9 * HOUR) == 0

    def test_each_change_is_told_once_and_repeating_is_none(self):
        sara = make_agent()
        for _again in range(3):
            services.choose_availability(sara, availability="ONLINE", at=MONDAY)
            services.note_seen(sara.pk, at=MONDAY)

        assert changes() == 1

    def test_being_seen_again_shortly_after_costs_one_statement(self, statements):
        sara = make_agent()
        services.note_seen(sara.pk, at=MONDAY)
        before = statements()

        services.note_seen(sara.pk, at=MONDAY + timedelta(seconds=30))

        assert statements() - before == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_back_while_they_are_being_sent_away_is_there():
    sara = make_agent()
    services.choose_availability(sara, availability="ONLINE", at=MONDAY)
    late = MONDAY + timedelta(seconds=301)

    at_once.one_behind_another(
        lambda: services.leave_empty_desks(at=late), lambda: services.note_seen(sara.pk, at=late)
    )

    assert row(sara).is_online


@pytest.mark.django_db
class TestSchedule:
    def test_without_a_week_of_their_own_people_work_when_a_team_of_theirs_is_open(self, boss):
        sara, omid = make_agent(), make_agent("Omid")
        team = make_team(members=[sara])
        services.save_hours(team=team, week=OFFICE, time_zone="UTC", by=boss, at=MONDAY)

        assert row(sara).is_on_schedule
        assert not row(sara, at=MONDAY + 9 * HOUR).is_on_schedule
        assert row(omid).is_on_schedule, "without any hours of a company everybody always is"

    def test_a_week_of_their_own_counts_instead(self, boss):
        sara = make_agent()
        make_team(members=[sara])
        services.save_hours(team=None, week=OFFICE, time_zone="UTC", by=boss, at=MONDAY)
        services.save_schedule(sara, week=EVENING, time_zone="Asia/Tehran", by=boss, at=MONDAY)

        assert not row(sara).is_on_schedule
        assert row(sara, at=MONDAY + 5 * HOUR).is_on_schedule

    def test_a_holiday_of_their_teams_is_free_for_them_too(self, boss):
        sara = make_agent()
        make_team(members=[sara])
        services.save_hours(team=None, week=OFFICE, time_zone="Asia/Beirut", country="LB", by=boss, at=MONDAY)
        services.save_schedule(sara, week=OFFICE, time_zone="Asia/Beirut", by=boss, at=MONDAY)
        christmas = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)

        assert row(sara, at=christmas - 24 * HOUR).is_on_schedule
        assert not row(sara, at=christmas).is_on_schedule

    def test_who_is_away_is_not_on_schedule_and_somebody_covers(self):
        sara, omid = make_agent(), make_agent("Omid")
        away(sara, cover=omid)

        assert (row(sara).is_on_schedule, row(sara).is_absent) == (False, True)
        assert row(omid).covers == {sara.pk}
        assert queries.cover_of(sara.pk, at=MONDAY) == omid.pk
        assert row(sara, at=MONDAY + 4 * HOUR).is_on_schedule, "the end is not part of it"


@pytest.mark.django_db
class TestAbsences:
    def test_two_at_once_of_one_agent_are_refused(self):
        sara = make_agent()
        away(sara)

        with pytest.raises(services.AlreadyAway):
            away(sara, MONDAY + HOUR)
        away(sara, MONDAY + 4 * HOUR)

    def test_changing_one_is_not_in_its_own_way(self):
        sara = make_agent()
        planned = away(sara)

        services.plan_absence(
            planned, agent=sara, begins_at=MONDAY + HOUR, ends_at=MONDAY + 9 * HOUR, kind="SICK", by=sara, at=MONDAY
        )

        assert Absence.objects.get().ends_at == MONDAY + 9 * HOUR

    def test_nobody_is_covered_by_somebody_who_is_away(self):
        sara, omid = make_agent(), make_agent("Omid")
        away(omid)

        with pytest.raises(services.CoverIsAway):
            away(sara, cover=omid)

    def test_a_cover_of_a_cover_is_found_and_a_circle_is_nobody(self):
        sara, omid, lina = make_agent(), make_agent("Omid"), make_agent("Lina")
        away(sara, cover=omid)
        away(omid, cover=lina)

        assert queries.cover_of(sara.pk, at=MONDAY) == lina.pk
        Absence.objects.filter(agent=omid).update(cover=sara)
        assert queries.cover_of(sara.pk, at=MONDAY) is None

    def test_one_that_is_cancelled_is_told_once(self):
        planned = away(make_agent())

        for _again in range(2):
            services.cancel_absence(planned, by=planned.agent, at=MONDAY)

        assert Entry.objects.filter(kind="workforce.absence.cancelled").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_plans_at_once_for_one_agent_are_one():
    sara = make_agent()

    def plan():
        try:
            away(sara)
        except services.AlreadyAway:
            return "refused"

    assert set(at_once.one_behind_another(plan, plan)) == {None, "refused"}


@pytest.mark.django_db
class TestAbilities:
    def test_skills_languages_and_capacity_are_written_down_as_a_whole(self, boss):
        sara = make_agent()
        fridges = services.save_skill(None, name="Fridges", by=boss, at=MONDAY)
        bills = services.save_skill(None, name="Bills", by=boss, at=MONDAY)
        services.save_abilities(
            sara, skills={fridges.pk: 4, bills.pk: 2}, languages={"fa": 5}, capacity=8, by=boss, at=MONDAY
        )

        services.save_abilities(
            sara, skills={fridges.pk: 5}, languages={"fa": 5, "ar": 0}, capacity=None, by=boss, at=MONDAY
        )

        found = row(sara)
        assert (found.skills, found.languages, found.capacity) == ({fridges.pk: 5}, {"fa": 5}, 5)

    def test_two_skills_of_one_name_are_one_too_many(self, boss):
        services.save_skill(None, name="Fridges", by=boss, at=MONDAY)

        with pytest.raises(services.SkillExists):
            services.save_skill(None, name="fridges", by=boss, at=MONDAY)

    def test_as_many_statements_for_many_as_for_one(self, boss, statements):
        def ask() -> int:
            before = statements()
            queries.available_agents(at=MONDAY)
            return statements() - before

        skill = services.save_skill(None, name="Fridges", by=boss, at=MONDAY)
        services.save_hours(team=None, week=OFFICE, time_zone="UTC", by=boss, at=MONDAY)
        counts = []
        for _agent in range(3):
            sara = make_agent()
            make_team(f"Team of {sara.pk}", members=[sara])
            services.save_abilities(sara, skills={skill.pk: 3}, languages={"en": 3}, capacity=None, by=boss, at=MONDAY)
            services.choose_availability(sara, availability="ONLINE", at=MONDAY)
            ask()
            counts.append(ask())

        assert set(counts) == {7}
        assert len(queries.available_agents(at=MONDAY)) == 3
