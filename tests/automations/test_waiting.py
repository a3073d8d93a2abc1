"""Rules that wait: rung at their moment, void when something happened since; business hours and days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from rafiq.automations import services
from rafiq.automations.contracts import Step
from rafiq.automations.models import Rule, Timer
from rafiq.automations.timing import Clock, Timing, Unit, Unless
from rafiq.inbox import services as inbox
from rafiq.platform.log import dispatcher
from tests.automations.world import boss, make_rule, make_tag, results, tagging, tags_of
from tests.makers import NOON, make_agent, make_conversation, make_reply, receive

HOURS_LATER = Timing(3, Unit.HOURS, Clock.ALWAYS, Unless.ANYBODY)


def feed() -> None:
    """Feed the log to its readers, and leave the jobs."""
    while dispatcher.dispatch_all(at=datetime.now(UTC)):
        pass


def ring(at: datetime = NOON + timedelta(hours=3)) -> list[object]:
    found = [services.ring(one.pk, entry_id=one.entry_id, at=at) for one in Timer.objects.all()]
    return [run for run in found if run is not None]


@pytest.fixture
def silent():
    """An answer of an agent, and a rule that waits three hours since."""
    rule, talk, sara = make_rule("answered", later=HOURS_LATER), make_conversation(), make_agent()
    make_reply(talk, sara)
    feed()
    return rule, talk, sara


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_timer_is_set_for_its_very_moment_and_does_what_the_rule_says(silent):
    rule, talk, _sara = silent
    timer = Timer.objects.get()
    assert timer.due_at == NOON + timedelta(hours=3)
    assert len(ring()) == 1
    assert tags_of(talk.pk) == ["warranty"]
    assert not Timer.objects.exists()
    assert services.ring(timer.pk, entry_id=timer.entry_id, at=NOON) is None
    assert results(rule) == ["DONE"]


@pytest.mark.parametrize(
    "happens",
    [
        lambda talk, who: receive("And?", channel=talk.channel, thread=talk.thread),
        lambda talk, who: inbox.resolve(conversation=talk, by=who, at=NOON),
        lambda talk, who: make_rule("closed", rule=Rule.objects.get(), later=HOURS_LATER),
        lambda talk, who: make_rule("answered", rule=Rule.objects.get(), is_on=False, later=HOURS_LATER),
        lambda talk, who: services.remove_rule(Rule.objects.get(), by=boss(), at=NOON),
    ],
    ids=["the customer wrote", "it was closed", "the rule says something else", "it is off", "it was removed"],
)
def test_what_happens_meanwhile_makes_a_timer_void(silent, happens):
    _rule, talk, sara = silent
    happens(talk, sara)
    assert ring() == []
    assert tags_of(talk.pk) == []


def test_a_second_answer_winds_the_timer_up_anew(silent):
    rule, talk, sara = silent
    before = Timer.objects.get()
    make_reply(talk, sara, at=NOON + timedelta(hours=1))
    assert services.ring(before.pk, entry_id=before.entry_id, at=NOON + timedelta(hours=3)) is None  # not read so far
    feed()
    timer = Timer.objects.get()
    assert timer.due_at == NOON + timedelta(hours=4)
    ring()
    assert results(rule) == ["DONE"]


def test_in_any_case_means_in_any_case(run_jobs):
    rule = make_rule("message", later=Timing(1, Unit.DAYS, Clock.ALWAYS, Unless.NOTHING))
    talk = make_conversation()
    make_reply(talk, make_agent())
    run_jobs()
    assert results(rule) == ["DONE"]


def test_what_a_rule_says_itself_is_no_answer_of_an_agent(run_jobs):
    canned = inbox.save_canned_reply(None, shortcut="a", title="A", body="Still there?", language="")
    asks = make_rule("answered", Step("answer", {"canned": str(canned.pk)}), later=HOURS_LATER)
    closes = make_rule("answered", Step("close"), later=Timing(5, Unit.DAYS, Clock.ALWAYS, Unless.CUSTOMER))
    talk = make_conversation()
    make_reply(talk, make_agent())
    feed()
    first, second = Timer.objects.order_by("due_at")
    assert services.ring(first.pk, entry_id=first.entry_id, at=NOON).result == "DONE"
    feed()
    assert services.ring(second.pk, entry_id=second.entry_id, at=NOON).result == "DONE"
    talk.refresh_from_db()
    assert not talk.is_open
    assert (results(asks), results(closes)) == (["DONE"], ["DONE"])


def test_a_lost_job_is_found_again(silent, run_jobs):
    rule, _talk, _sara = silent
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert services.ring_left(at=NOON + timedelta(hours=4)) == 1
    run_jobs()
    assert results(rule) == ["DONE"]


def test_a_rule_that_waits_and_comes_back_to_itself_stops(run_jobs):
    rule = make_rule("tagged", Step("untag", tagging().params), tagging(), later=HOURS_LATER)
    talk = make_conversation()
    inbox.tag(conversation=talk, tag=make_tag(), by=boss(), at=NOON)
    run_jobs()
    assert results(rule) == ["DONE", "STOPPED"]
