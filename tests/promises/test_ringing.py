"""The moments of promises: at risk, then broken, each once and at its second, whatever happens to the worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Mention, Message
from rafiq.promises import services
from rafiq.promises.models import Ending, Priority, Promise
from tests.at_once import one_behind_another
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.promises.world import HOUR, bot_says, follow, follow_by_bus, make_policy, only, told

ONE = timedelta(hours=1)
RISK, DUE = NOON + 0.75 * ONE, NOON + ONE


def waiting_timers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'moment')::timestamptz, scheduled_at FROM procrastinate_jobs"
            " WHERE task_name = 'promises.ring' AND status = 'todo' ORDER BY id"
        )
        return cursor.fetchall()


def ring(promise, moment, *, at=None):
    return services.ring(promise.pk, moment=moment, at=at or moment)


@pytest.mark.django_db
class TestTimers:
    def test_there_is_one_for_the_next_moment_only(self):
        make_policy(first_seconds=HOUR)
        make_conversation()
        follow()
        assert waiting_timers() == [(RISK, RISK)]

        ring(only(), RISK)
        assert waiting_timers()[1:] == [(DUE, DUE)]

    def test_at_risk_then_broken_at_their_second(self):
        make_policy(first_seconds=HOUR)
        make_conversation()
        follow()

        assert ring(only(), RISK)
        assert (only().warned_at, only().broken_at) == (RISK, None)
        assert ring(only(), DUE)
        assert only().broken_at == DUE
        assert told() == ["made", "warned", "broken"]

    def test_one_that_rings_again_does_nothing(self):
        make_policy(first_seconds=HOUR, escalation={"tells": ["SUPERVISORS"], "raises": True})
        make_conversation()
        follow()
        for moment in (RISK, RISK, DUE, DUE, RISK):
            ring(only(), moment)

        assert told() == ["made", "warned", "broken"]
        assert Message.objects.filter(kind="NOTE").count() == 1
        assert Priority.objects.get().level == "HIGH"

    def test_one_whose_promise_has_moved_since_does_nothing(self):
        make_policy(resolution_seconds=HOUR)
        conversation = make_conversation()
        follow()
        make_reply(conversation, make_agent(), at=NOON + ONE / 6)
        follow()

        assert only().is_paused
        assert not ring(only(), RISK)
        assert not ring(only(), DUE)
        assert only().broken_at is None

    def test_an_answer_that_is_not_followed_yet_is_waited_for(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        follow()
        promise = only()
        make_reply(conversation, make_agent(), at=DUE - timedelta(seconds=1))

        with pytest.raises(services.NotReadSoFar):
            ring(promise, RISK)

    def test_one_broken_a_moment_too_early_was_kept_after_all(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        follow()
        ring(only(), RISK)
        ring(only(), DUE)
        make_reply(conversation, make_agent(), at=DUE - timedelta(milliseconds=5))
        follow()

        assert (only().ending, only().broken_at) == (Ending.KEPT, None)
        assert told() == ["made", "warned", "broken", "kept"]

    def test_lost_ones_are_set_anew(self):
        make_policy(first_seconds=HOUR)
        make_conversation()
        follow()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

        assert services.ring_left(at=DUE) == 0
        assert services.ring_left(at=DUE + ONE) == 1
        assert waiting_timers() == [(RISK, RISK)]


@pytest.mark.django_db
class TestEscalation:
    def test_a_note_names_whom_the_policy_names_and_a_team_gets_it(self):
        mina, chief, experts = make_agent("Mina"), make_agent("Chief", role="SUPERVISOR"), make_team("Experts")
        rules = {"tells": ["ASSIGNEE", "SUPERVISORS"], "raises": True, "team": experts.pk}
        make_policy(first_seconds=HOUR, escalation=rules, by=chief)
        conversation = make_conversation()
        inbox.assign(conversation=conversation, assignee=mina, team=None, by=mina, at=NOON)
        follow()
        ring(only(), RISK)
        ring(only(), DUE)

        note = Message.objects.get(kind="NOTE")
        assert note.extras["promise"]["what"] == "broken"
        named = set(Mention.objects.filter(message=note).values_list("agent", flat=True))
        assert {mina.pk, chief.pk} <= named
        found = Conversation.objects.get(pk=conversation.pk)
        assert (found.team_id, found.assignee_id) == (experts.pk, None)
        assert Priority.objects.get().level == "HIGH"

    def test_the_assignees_of_what_nobody_has_are_its_team(self):
        mina = make_agent("Mina")
        team = make_team("Tehran", members=[mina])
        make_policy(first_seconds=HOUR, escalation={"tells": ["ASSIGNEE"]})
        conversation = make_conversation()
        inbox.assign(conversation=conversation, assignee=None, team=team, by=mina, at=NOON)
        follow()
        ring(only(), RISK)
        ring(only(), DUE)

        assert list(Mention.objects.values_list("agent", flat=True)) == [mina.pk]

    def test_a_warning_is_told_before_if_so_chosen(self):
        chief = make_agent("Chief", role="SUPERVISOR")
        make_policy(first_seconds=HOUR, escalation={"warns": ["SUPERVISORS"]}, by=chief)
        make_conversation()
        follow()
        ring(only(), RISK)

        assert Message.objects.get(kind="NOTE").extras["promise"]["what"] == "risk"

    def test_what_was_answered_meanwhile_is_broken_and_bothers_nobody(self):
        make_policy(first_seconds=HOUR, escalation={"tells": ["SUPERVISORS"], "raises": True})
        conversation = make_conversation()
        make_reply(conversation, make_agent(), at=DUE + ONE)
        follow()

        assert only().ending == Ending.LATE
        assert not Message.objects.filter(kind="NOTE").exists()

    def test_the_bots_words_break_no_clock(self):
        make_policy(first_seconds=HOUR)
        conversation = make_conversation()
        bot_says(conversation, settles=False)
        follow()
        ring(only(), RISK)

        assert ring(only(), DUE)


@pytest.mark.django_db(transaction=True)
def test_the_worker_rings_at_the_moment_and_breaks_the_promise(run_jobs):
    make_policy(first_seconds=HOUR, escalation={"tells": ["SUPERVISORS"], "raises": True})
    make_conversation()
    run_jobs()

    assert only().broken_at == DUE
    assert told() == ["made", "warned", "broken"]
    assert Message.objects.filter(kind="NOTE").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_the_same_promise_break_it_once():
    make_policy(first_seconds=HOUR, escalation={"tells": ["SUPERVISORS"], "raises": True})
    make_conversation()
    follow_by_bus()
    promise = only()
    ring(promise, RISK)
    together = Barrier(6)

    def work(_number):
        together.wait()
        try:
            return ring(promise, DUE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        rung = list(pool.map(work, range(6)))

    assert sorted(rung) == [False] * 5 + [True]
    assert told() == ["made", "warned", "broken"]
    assert Message.objects.filter(kind="NOTE").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_just_being_written_is_waited_for():
    make_policy(first_seconds=HOUR)
    conversation, agent = make_conversation(), make_agent()
    follow_by_bus()
    promise = only()
    ring(promise, RISK)

    def rings():
        with pytest.raises(services.NotReadSoFar):
            ring(promise, DUE)

    one_behind_another(lambda: make_reply(conversation, agent, at=DUE - timedelta(milliseconds=1)), rings)
    follow_by_bus()

    assert Promise.objects.get().ending == Ending.KEPT
    assert told() == ["made", "warned", "kept"]
    assert not ring(promise, DUE)
