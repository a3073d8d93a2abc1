"""One conversation after another, counted by hand."""

from __future__ import annotations

import pytest

from rafiq.accounts.models import Role
from rafiq.feedback import services as feedback
from rafiq.inbox import services as inbox
from rafiq.insights import services
from rafiq.insights.models import Cell, Fact, Stale, StaleDay
from tests.insights.played import DAY, MINUTE, answer, begin, bot_calls, bot_says, facts, hear, resolve, settle
from tests.makers import NOON, make_agent, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara():
    return make_agent("Sara")


def test_a_plain_matter_is_one_round(sara):
    talk = begin()
    answer(talk, sara, at=NOON + 5 * MINUTE)
    resolve(talk, sara, at=NOON + 20 * MINUTE)
    settle()

    [one] = facts(talk)
    assert (one.first_seconds, one.first_business, one.resolved_seconds) == (300, 300, 1200)
    assert (one.agent, one.answerer, one.answers, one.channel) == (sara.pk, sara.pk, 1, "webchat")
    assert one.is_first_contact
    assert not (one.came_back or one.is_by_bot or one.transfers or one.waiting_since)


def test_several_messages_in_a_row_are_one_answer(sara):
    talk = begin()
    for minute in (1, 2):
        answer(talk, sara, at=NOON + minute * MINUTE)
    hear(talk, at=NOON + 3 * MINUTE)
    answer(talk, sara, at=NOON + 4 * MINUTE)
    settle()

    assert [one.answers for one in facts(talk)] == [2]


def test_who_comes_back_within_a_week_was_not_settled(sara):
    talk = begin()
    answer(talk, sara, at=NOON + MINUTE)
    resolve(talk, sara, at=NOON + 2 * MINUTE)
    hear(talk, at=NOON + DAY)
    answer(talk, sara, at=NOON + DAY + 3 * MINUTE)
    settle()

    first, second = facts(talk)
    assert (first.came_back, first.is_first_contact) == (True, False)
    assert (second.number, second.first_seconds, second.resolved_at) == (2, 180, None)


def test_a_matter_opened_again_after_a_week_was_settled(sara):
    talk = begin()
    answer(talk, sara, at=NOON + MINUTE)
    resolve(talk, sara, at=NOON + 2 * MINUTE)
    inbox.reopen(conversation=talk, by=sara, at=NOON + 8 * DAY)
    settle()

    first, second = facts(talk)
    assert first.is_first_contact
    assert (second.waiting_since, second.first_at) == (None, None)


def test_closing_while_the_customer_waits_is_closing_without_an_answer(sara):
    talk = begin()
    resolve(talk, sara, at=NOON + 7 * MINUTE)
    settle()

    [one] = facts(talk)
    assert (one.left_seconds, one.first_seconds, one.is_first_contact) == (420, None, False)


def test_the_chatbot_stops_the_clock_and_is_told_apart(sara):
    alone, handed = begin(), begin()
    bot_says(alone, at=NOON + MINUTE)
    resolve(alone, sara, at=NOON + 9 * MINUTE)
    bot_says(handed, at=NOON + MINUTE)
    hear(handed, at=NOON + 10 * MINUTE)
    answer(handed, sara, at=NOON + 12 * MINUTE)
    settle()

    [one], [other] = facts(alone), facts(handed)
    assert (one.is_by_bot, one.first_seconds, one.left_seconds) == (True, None, None)
    assert (other.first_seconds, other.bot_answers, other.is_by_bot) == (120, 1, False)


@pytest.mark.parametrize("is_note_first", [True, False])
def test_where_the_chatbot_calls_a_person_the_wait_goes_on(sara, is_note_first):
    talk = begin()
    deeds = [lambda: bot_calls(talk, at=NOON + MINUTE), lambda: bot_says(talk, at=NOON + MINUTE, settles=False)]
    for deed in deeds if is_note_first else deeds[::-1]:
        deed()
    settle()
    assert [one.waiting_since for one in facts(talk)] == [NOON]

    answer(talk, sara, at=NOON + 6 * MINUTE)
    settle()
    assert [one.first_seconds for one in facts(talk)] == [360]


def test_handing_on_counts_and_taking_does_not(sara):
    nadir, boss = make_agent("Nadir"), make_agent("Boss", role=Role.SUPERVISOR)
    tehran, beirut = make_team("Tehran"), make_team("Beirut")
    talk = begin()
    for assignee, team in ((sara, tehran), (nadir, tehran), (None, tehran), (sara, beirut)):
        inbox.assign(conversation=talk, assignee=assignee, team=team, by=boss, at=NOON)
    settle()

    assert [(one.transfers, one.agent, one.team) for one in facts(talk)] == [(2, sara.pk, beirut.pk)]


def test_an_automatic_message_owes_nobody_an_answer():
    talk = begin(is_automatic=True)
    settle()

    assert [one.waiting_since for one in facts(talk)] == [None]


def test_a_conversation_that_was_joined_counts_where_it_went_on(sara):
    stays, goes = begin(thread="one"), begin(thread="two", sender=("VISITOR", "one"))
    inbox.join(goes, into=stays, by=sara, at=NOON + MINUTE)
    settle()
    assert (len(facts(stays)), facts(goes)) == (1, [])

    inbox.part(goes, by=sara, at=NOON + 2 * MINUTE)
    settle()
    assert [one.waiting_since for one in facts(goes)] == [NOON]


def test_the_newest_rating_counts(sara):
    talk = begin()
    answer(talk, sara, at=NOON + MINUTE)
    resolve(talk, sara, at=NOON + 2 * MINUTE)
    whose = {"conversation_id": talk.pk, "customer_id": talk.customer_id, "agent_id": sara.pk, "comment": ""}
    for score in (2, 5):
        feedback.rate(**whose, score=score, at=NOON + 3 * MINUTE)
    settle()

    assert [one.rating for one in facts(talk)] == [5]
    assert Cell.objects.get(level=15, period="D").satisfied == 1


def test_counting_everything_anew_gives_the_same(sara):
    for minute in range(5):
        talk = begin(NOON - minute * DAY)
        answer(talk, sara, at=NOON - minute * DAY + minute * MINUTE)
        if minute % 2:
            resolve(talk, sara, at=NOON + MINUTE)
    settle()
    before = _all()

    services.count_everything(at=NOON)

    assert _all() == before
    assert not (Stale.objects.exists() or StaleDay.objects.exists())
    assert len(before[0]) == 5


def test_what_was_before_is_counted_in_steps_that_can_be_cut_off(sara, monkeypatch):
    talks = [begin() for _ in range(5)]
    settle()
    expected = _all()
    for model in (Fact, Cell):
        model.objects.all().delete()
    monkeypatch.setattr("rafiq.insights.services.counting.AT_ONCE", 2)

    shares = [services.go_on(at=NOON, seconds=0).share for _ in range(4)]
    settle()

    assert (shares[0] < shares[1] < 1, shares[-1]) == (True, 1.0)
    assert (_all(), len(talks)) == (expected, 5)


def _all() -> tuple[list[object], ...]:
    facts_ = Fact.objects.order_by("conversation", "number")
    columns = [one.attname for one in Fact._meta.concrete_fields if one.name != "id"]
    keys = ("period", "level", "start", "team", "agent", "channel", "language")
    return (
        list(facts_.values_list(*columns)),
        list(Cell.objects.order_by(*keys).values()),
    )
