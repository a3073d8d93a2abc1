"""The log read again makes the same promises again; read twice it makes nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.inbox import services as inbox
from rafiq.platform.log.models import Cursor
from rafiq.promises import services
from rafiq.promises.models import Standing
from tests.makers import NOON, make_agent, make_conversation, make_reply
from tests.promises.world import (
    HOUR,
    READER,
    as_rows,
    as_they_stand,
    bot_says,
    follow_by_bus,
    forget,
    make_policy,
    says,
    told,
)

ONE = timedelta(hours=1)


def a_long_story():
    make_policy(first_seconds=HOUR, next_seconds=HOUR // 2, resolution_seconds=5 * HOUR, pauses_snoozed=True)
    agent = make_agent()
    conversation = make_conversation()
    bot_says(conversation, settles=True, at=NOON)
    says(conversation, at=NOON + ONE)
    make_reply(conversation, agent, at=NOON + ONE * 3)
    says(conversation, at=NOON + ONE * 4)
    services.set_priority(conversation=conversation, level="HIGH", actor=agent.actor, at=NOON + ONE * 4)
    inbox.snooze(conversation=conversation, until=NOON + ONE * 30, by=agent, at=NOON + ONE * 5)
    says(conversation, at=NOON + ONE * 6)
    make_reply(conversation, agent, at=NOON + ONE * 7)
    inbox.resolve(conversation=conversation, by=agent, at=NOON + ONE * 8)
    says(conversation, at=NOON + ONE * 20)
    other = make_conversation("Another one")
    refunds = make_policy("Refunds", is_given=True, resolution_seconds=20 * HOUR)
    services.give_policy(other, refunds.pk, actor=agent.actor, at=NOON + ONE)
    return conversation


@pytest.mark.django_db(transaction=True)
def test_reading_the_log_again_from_its_beginning_makes_the_same_promises():
    a_long_story()
    follow_by_bus()
    before = as_rows()
    assert len(before) == 8

    forget()
    follow_by_bus()

    assert as_rows() == before


@pytest.mark.django_db(transaction=True)
def test_event_by_event_or_all_at_once_is_the_same(run_jobs):
    make_policy(first_seconds=HOUR, next_seconds=HOUR, resolution_seconds=5 * HOUR)
    conversation = make_conversation()
    follow_by_bus()
    run_jobs()  # all timers ring
    make_reply(conversation, make_agent(), at=NOON + ONE * 2)
    follow_by_bus()
    says(conversation, at=NOON + ONE * 3)
    follow_by_bus()
    one_by_one = as_rows()

    forget()
    follow_by_bus()
    run_jobs()

    assert [row for row in as_rows() if row["ended_at"]] == [row for row in one_by_one if row["ended_at"]]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_read_again_changes_and_tells_nothing():
    a_long_story()
    follow_by_bus()
    before, said = as_rows(), told()
    Cursor.objects.filter(subscriber=READER).delete()
    follow_by_bus()

    assert (as_rows(), told()) == (before, said)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_followed_where_nothing_was_ever_promised():
    make_conversation()
    follow_by_bus()

    assert not Standing.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_past_read_at_once_is_what_the_reader_makes_of_it_row_by_row():
    conversation = a_long_story()
    source = make_conversation(thread="a", sender=("VISITOR", "same"))
    stays = make_conversation(thread="b", sender=("VISITOR", "same"), at=NOON + ONE / 2)
    inbox.join(source, into=stays, by=make_agent(), at=NOON + ONE)
    follow_by_bus()
    before, standings, said = as_rows(), as_they_stand(), told()
    forget()

    assert services.follow_past() == 4
    assert (as_rows(), as_they_stand()) == (before, standings)
    assert sorted(told()) == sorted(said * 2)

    assert services.follow_past() == 0
    says(conversation, at=NOON + ONE * 21)  # and the reader goes on from there
    follow_by_bus()
    assert Standing.objects.get(conversation=conversation).entry_id > max(one["entry_id"] for one in standings)
