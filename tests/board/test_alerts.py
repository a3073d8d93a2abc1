"""Alerts: begin once, do not flap, end by themselves; woken by the log and by time, never by a loop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from rafiq.accounts.models import Company
from rafiq.board import services
from rafiq.board.models import Alert, Episode, Kind, Notice
from rafiq.board.services.measuring import FEWEST, read
from rafiq.channels.transport import connections
from rafiq.inbox import services as inbox
from rafiq.platform.log.models import Entry as Told
from rafiq.platform.log.subscriptions import all_subscriptions
from rafiq.promises import services as promises
from rafiq.promises.events import PromiseMoved
from rafiq.promises.models import Promise
from rafiq.routing import services as routing
from rafiq.workforce import services as workforce
from tests.at_once import together
from tests.board.making import (
    NOON,
    at_risk,
    follow,
    fresh,
    held,
    later,
    make_alert,
    make_chief,
    make_policy,
    make_queue,
    present,
    queued,
)
from tests.channels.webhook_system import make_webhook
from tests.makers import make_agent, make_conversation, make_reply, make_team

pytestmark = pytest.mark.django_db


def check(alert, minute=0):
    return services.check(alert.pk, at=later(minute))


def wait_in(queue, count, *, at=NOON):
    return [queued(queue, at=at) for _ in range(count)]


def taken(entry, *, at):
    """Somebody takes one who waits."""
    agent = make_agent()
    inbox.assign(conversation=entry.conversation, assignee=agent, team=None, by=agent, at=at)
    routing.follow(entry.conversation_id, at=at)


def jobs(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return cursor.fetchall()


class TestEpisodes:
    def test_one_begins_when_more_wait_than_the_limit_and_tells_people_once(self):
        chief, queue = make_chief(), make_queue()
        alert = make_alert(by=chief, queue=queue, threshold=2)
        wait_in(queue, 2)
        assert check(alert) is None
        wait_in(queue, 1)

        for minute in (1, 2, 3):
            episode = check(alert, minute)

        assert (episode.value, episode.began_at, episode.of) == (3, later(1), queue.name)
        assert [one.agent for one in Notice.objects.all()] == [chief]
        (told,) = Told.objects.filter(kind="board.alert.raised")
        assert told.payload["told"] == [chief.pk]

    def test_it_is_over_after_it_was_well_for_long_enough(self):
        queue = make_queue()
        alert = make_alert(queue=queue, threshold=1, calm_minutes=5)
        entries = wait_in(queue, 2)
        check(alert, 1)
        taken(entries[0], at=later(2))

        assert check(alert, 2).calm_since == later(2)
        assert fresh(alert).next_at == later(7)
        assert check(alert, 6) is not None
        assert check(alert, 7) is None

        ended = Episode.objects.get()
        assert ended.ended_at == later(7)
        (told,) = Told.objects.filter(kind="board.alert.ended")
        assert (told.payload["seconds"], told.payload["peak"]) == (360, 2)

    def test_what_comes_and_goes_at_the_limit_is_one_episode(self):
        queue = make_queue()
        alert = make_alert(queue=queue, threshold=1, calm_minutes=5)
        wait_in(queue, 1)
        for minute in range(1, 30, 3):
            (entry,) = wait_in(queue, 1)
            check(alert, minute)
            taken(entry, at=later(minute + 1))
            check(alert, minute + 1)

        assert Episode.objects.count() == 1
        assert Notice.objects.count() == 1

    def test_the_worst_is_kept(self):
        queue = make_queue()
        alert = make_alert(queue=queue, threshold=1)
        entries = wait_in(queue, 4)
        check(alert, 1)
        taken(entries[0], at=later(2))
        check(alert, 2)
        assert (Episode.objects.get().value, Episode.objects.get().peak) == (4, 4)

    def test_switched_off_or_removed_it_is_over_and_the_list_keeps_it(self):
        chief, queue = make_chief(), make_queue()
        alert = make_alert(by=chief, queue=queue, threshold=0)
        wait_in(queue, 1)
        check(alert, 1)
        services.remove_alert(fresh(alert), by=chief, at=later(3))

        ended = Episode.objects.get()
        assert (ended.alert, ended.ended_at, ended.of) == (None, later(3), queue.name)

    def test_where_its_queue_is_gone_the_sweep_ends_it(self):
        queue = make_queue()
        alert = make_alert(queue=queue, threshold=0)
        (entry,) = wait_in(queue, 1)
        check(alert, 1)
        taken(entry, at=later(2))
        routing.remove_queue(queue, by=make_chief(), at=later(3))

        services.sweep(at=later(4))

        assert Episode.objects.get().ended_at == later(4)


class TestReadings:
    def test_the_longest_wait_counts_from_its_very_minute(self):
        queue = make_queue()
        alert = make_alert(Kind.LONGEST, queue=queue, threshold=10)
        wait_in(queue, 1)

        assert (read(alert, at=later(9)).is_raised, read(alert, at=later(9)).next_at) == (False, later(10))
        assert (read(alert, at=later(10)).is_raised, read(alert, at=later(10)).value) == (True, 10)

    def test_of_a_team_only_its_own_count(self):
        team = make_team()
        conversation = make_conversation()
        make_conversation()
        inbox.assign(conversation=conversation, assignee=None, team=team, by=make_chief(), at=NOON)
        assert read(make_alert(team=team), at=NOON).value == 1
        assert read(make_alert(), at=NOON).value == 2

    def test_promises_at_risk_are_those_that_were_warned_of(self):
        make_policy()
        team = make_team()
        make_conversation()
        at_risk(conversation := make_conversation())
        assert read(make_alert(Kind.RISK, threshold=0), at=later(50)).value == 1
        assert read(make_alert(Kind.RISK, threshold=0, team=team), at=later(50)).value == 0
        make_reply(conversation, make_agent(), at=later(50))
        follow()
        assert read(make_alert(Kind.RISK, threshold=1), at=later(51)).value == 0

    def test_a_promise_that_is_not_at_risk_any_more_since_more_time_was_given_is_looked_at(self):
        make_policy()
        at_risk(conversation := make_conversation())
        alert = make_alert(Kind.RISK, threshold=0)
        assert read(alert, at=later(50)).value == 1

        by = make_chief()
        longer = promises.Terms(name="Longer", is_given=True, first_seconds=9 * 3600, base="ALWAYS")
        policy = promises.save_policy(None, longer, by=by, at=NOON)
        promises.give_policy(conversation, policy.pk, actor=by.actor, at=later(51))
        follow()

        assert read(alert, at=later(52)).value == 0
        [watching] = [one for one in all_subscriptions() if one.name == "rafiq.board.subscribers.watch"]
        assert PromiseMoved.name in watching.kinds

    def test_a_share_of_few_promises_says_nothing(self):
        make_policy()
        alert = make_alert(Kind.BROKEN, threshold=50)
        for number in range(FEWEST):
            conversation = make_conversation()
            follow()
            promise = Promise.objects.get(conversation=conversation, ended_at=None)
            for moment in (promise.warn_at, promise.due_at) if number < 3 else ():
                promises.ring(promise.pk, moment=moment, at=moment)
            if number >= 3:
                make_reply(conversation, make_agent(), at=later(5))
                follow()
            found = read(alert, at=later(70))
            assert (found.value, found.is_raised) == ((60, True) if number == FEWEST - 1 else (0, False))

    def test_the_day_that_counts_is_the_companys(self):
        Company.objects.create(pk=1, time_zone="Asia/Tehran")
        make_policy()
        for _ in range(FEWEST):
            conversation = make_conversation()
            make_reply(conversation, make_agent(), at=later(5))
        follow()
        assert read(make_alert(Kind.BROKEN, threshold=50), at=later(10)).next_at == datetime(
            2026, 11, 22, 20, 30, tzinfo=UTC
        )

    def test_nobody_is_there_in_open_hours(self):
        agent = present(make_agent(), at=later(-60))
        team = make_team(members=[agent])
        alert = make_alert(Kind.NOBODY, threshold=10, team=team)
        assert not read(alert, at=NOON).is_raised
        workforce.choose_availability(agent, availability="AWAY", at=NOON)

        assert (read(alert, at=later(9)).is_raised, read(alert, at=later(9)).next_at) == (False, later(10))
        assert read(alert, at=later(10)).is_raised

    def test_in_closed_hours_nobody_has_to_be_there(self):
        agent = make_agent()
        team = make_team(members=[agent])
        week = [[] for _ in range(7)]
        week[0] = [("09:00", "17:00")]  # Monday; NOON is a Sunday
        workforce.save_hours(team=team, week=week, time_zone="UTC", country="", by=make_chief(), at=later(-9999))
        alert = make_alert(Kind.NOBODY, threshold=10, team=team)

        closed = read(alert, at=NOON)
        opens = datetime(2026, 11, 23, 9, tzinfo=UTC)
        assert (closed.is_raised, closed.next_at) == (False, opens)
        assert read(alert, at=opens + timedelta(minutes=9)).value == 9
        assert read(alert, at=opens + timedelta(minutes=10)).is_raised

    def test_a_channel_that_is_cut_off(self):
        channel = make_webhook()
        alert = make_alert(Kind.CHANNEL, threshold=0)
        assert not read(alert, at=NOON).is_raised
        connections.revoked(channel.pk, "no", at=NOON)
        assert read(alert, at=NOON).is_raised


class TestWaking:
    def test_an_event_of_a_queue_wakes_its_alerts_and_those_of_all(self):
        queue, other = make_queue(), make_queue()
        mine, others, everything = make_alert(queue=queue), make_alert(queue=other), make_alert()
        services.want([Kind.WAITING], queue_id=queue.pk, at=later(1))
        assert [fresh(one).wanted_at for one in (mine, others, everything)] == [later(1), None, later(1)]

    def test_many_events_are_one_look(self):
        make_alert()
        before = len(jobs("board.check"))
        assert [services.want([Kind.WAITING], at=later(1)) for _ in range(3)] == [1, 0, 0]
        assert len(jobs("board.check")) == before + 1

    @pytest.mark.django_db(transaction=True)
    def test_the_log_alone_raises_and_ends_it(self, run_jobs):
        make_alert(threshold=0, calm_minutes=0)
        conversation = make_conversation(at=datetime.now(UTC))
        run_jobs()
        assert Episode.objects.get().is_open
        make_reply(conversation, make_agent(), at=datetime.now(UTC))
        run_jobs()
        assert not Episode.objects.get().is_open

    def test_what_only_time_changes_has_a_job_at_its_moment(self):
        queue = make_queue()
        alert = make_alert(Kind.LONGEST, queue=queue, threshold=10)
        wait_in(queue, 1)
        check(alert, 1)
        check(alert, 2)
        assert [at for _, at in jobs("board.check") if at is not None] == [later(10)]

    def test_a_job_that_was_lost_is_made_good(self):
        alert = make_alert(Kind.LONGEST)
        Alert.objects.filter(pk=alert.pk).update(next_at=later(1))
        assert services.sweep(at=later(1)) == 0
        assert services.sweep(at=later(3)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_that_look_at_once_begin_one_episode_and_tell_once():
    chief, queue = make_chief(), make_queue()
    alert = make_alert(by=chief, queue=queue, threshold=0)
    wait_in(queue, 1)

    together(8, lambda _: services.check(alert.pk, at=later(1)))

    assert Episode.objects.count() == 1
    assert Notice.objects.count() == 1
    assert Told.objects.filter(kind="board.alert.raised").count() == 1


def test_held_conversations_do_not_wait():
    held(make_agent())
    assert read(make_alert(), at=NOON).value == 0
