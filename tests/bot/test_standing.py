"""While everybody is busy the bot helps whoever waits for a person: honestly, once, and nobody loses their place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.bot import services as bot
from rafiq.bot.dialogue import wording
from rafiq.bot.models import Promise, Silence, Turn
from rafiq.inbox import services as inbox
from rafiq.promises import queries as promises
from rafiq.routing import services as routing
from rafiq.routing.models import Entry, Offer
from tests.bot.talk import Chat, know, now, switch_on
from tests.makers import make_agent, make_channel
from tests.promises.world import make_hours
from tests.routing.making import make_queue, make_rule, sit

pytestmark = pytest.mark.django_db
STEPS = [{"after": 60, "what": "BOT"}]
ASKED = "can i send it back"


def follow(chat):
    return routing.follow(chat.conversation.pk, at=now())


def overflow(chat):
    """Take the step, and let the bot hear of it."""
    entry = Entry.objects.get(conversation=chat.conversation, ended_at=None)
    routing.overflow(entry.pk, step=entry.step, at=now())
    return bot.stand_in(chat.conversation.pk, at=now())


@pytest.fixture
def waiting(plain_chat):
    """Somebody who asked for a person and waits, with nobody there."""
    make_rule(make_queue(steps=STEPS))
    plain_chat.say("a person please")
    follow(plain_chat)
    return plain_chat


def test_it_says_who_it_is_and_that_the_place_is_kept(waiting):
    before = Entry.objects.get()

    assert overflow(waiting)

    said = waiting.newest_answer()
    assert "still busy" in said.text
    assert "keep your place" in said.text
    assert "automatic assistant" in said.text
    after = Entry.objects.get()
    assert (after.state, after.entered_at, after.urgent_at) == ("WAITING", before.entered_at, before.urgent_at)
    assert waiting.conversation.waiting_since is not None


def test_outside_of_the_hours_it_says_that_they_are_away(waiting):
    make_hours("UTC", {(now().weekday() + 2) % 7: [("09:00", "10:00")]})

    overflow(waiting)

    assert "away just now" in waiting.newest_answer().text


def test_what_it_answers_leaves_them_in_line_until_they_say_that_it_helped(waiting):
    overflow(waiting)

    assert "seven days" in waiting.say(ASKED)
    follow(waiting)
    assert Entry.objects.get().state == "WAITING"
    said = waiting.say(wording.helped())

    follow(waiting)
    assert "need not wait" in said
    assert Entry.objects.get().state == "LEFT"
    assert waiting.conversation.waiting_since is None
    assert not Promise.objects.filter(kept_at=None).exists()
    assert promises.due_at(waiting.conversation.pk) is None


def test_an_agent_who_becomes_free_is_asked_as_if_it_were_not_there(waiting):
    overflow(waiting)
    waiting.say(ASKED)
    agent = sit(at=now())

    routing.fill(agent.pk, at=now())
    taken = routing.accept(Offer.objects.get().pk, by=agent, at=now())
    bot.fall_silent(taken.pk, at=now())

    assert waiting.say("how do i return something") == ""


def test_whoever_wants_a_person_still_gets_one_and_is_not_offered_it_again(waiting):
    overflow(waiting)
    waiting.say(wording.person_please())
    follow(waiting)

    assert waiting.session.is_silent
    assert Entry.objects.get().state == "WAITING"
    assert not bot.stand_in(waiting.conversation.pk, at=now())


def test_told_twice_by_the_log_it_speaks_once(waiting):
    assert overflow(waiting)
    assert not bot.stand_in(waiting.conversation.pk, at=now())


@pytest.mark.parametrize("reason", [Silence.ANGER, Silence.LANGUAGE, Silence.IMPORTANT, Silence.AGENT])
def test_whom_it_should_leave_to_people_it_leaves_to_people(waiting, reason):
    session = waiting.session
    session.reason = reason
    session.save()

    assert not overflow(waiting)


def test_switched_off_or_on_a_channel_without_it_nothing_is_said(waiting):
    switch_on(modes={str(waiting.channel.pk): "SUGGEST"})
    assert not overflow(waiting)
    assert Entry.objects.get().step == 1


def test_who_has_a_person_or_is_owed_nothing_is_not_spoken_to(waiting):
    agent = make_agent()
    inbox.assign(conversation=waiting.conversation, assignee=agent, team=None, by=agent, at=now())

    assert not bot.stand_in(waiting.conversation.pk, at=now())


def test_whoever_chose_a_call_is_left_in_peace(waiting):
    Entry.objects.update(wants_call=True)
    before = waiting.newest_answer()
    entry = Entry.objects.get()

    routing.overflow(entry.pk, step=0, at=now())

    assert waiting.newest_answer() == before
    assert Entry.objects.get().step == 1


def test_the_button_of_a_call_is_no_question_to_it(waiting):
    overflow(waiting)
    entry = Entry.objects.get()
    routing.tell(entry.pk, times=0, at=now() + timedelta(seconds=6))

    said = waiting.say("Please call me back")
    follow(waiting)

    assert said == ""
    assert not Turn.objects.filter(message__text="Please call me back").exists()
    assert "we call you" in waiting.newest_answer().text
    assert Entry.objects.get().wants_call


@pytest.mark.parametrize(
    ("is_active", "mode", "can"), [(True, "ANSWER", True), (True, "OFF", False), (False, "ANSWER", False)]
)
def test_it_says_whether_it_could(is_active, mode, can):
    channel = make_channel()
    switch_on(is_active=is_active, modes={str(channel.pk): mode})

    assert bot.can_stand_in() is can


@pytest.mark.django_db(transaction=True)
def test_the_log_leads_from_the_step_to_its_words(run_jobs, transactional_db):
    switch_on()
    know()
    chat = Chat(run_jobs)
    make_rule(make_queue(steps=STEPS))
    chat.say("a person please")
    entry = Entry.objects.get()

    routing.overflow(entry.pk, step=0, at=now())
    run_jobs()
    run_jobs()

    spoken = chat.conversation.messages.filter(text__contains="still busy")
    assert spoken.count() == 1
    assert spoken.get().delivery == "SENT"
