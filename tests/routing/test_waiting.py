"""Who waits in chat is told the truth about it, and may choose to be called or written to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from rafiq.routing import registry, services
from rafiq.routing.core.telling import minutes_told
from rafiq.routing.models import Entry, Holding
from rafiq.routing.queries.expected import expected_for
from rafiq.workforce import services as workforce
from tests.makers import NOON, make_agent, make_conversation, make_team, receive
from tests.routing.making import later, make_queue, make_rule, sit, wait

pytestmark = pytest.mark.django_db


def handled(queue, *, seconds=300, times=3):
    agent = make_agent()
    for _ in range(times):
        Holding.objects.create(
            conversation=make_conversation(), agent=agent, queue=queue, began_at=NOON, ended_at=later(seconds)
        )


def said_to(conversation):
    return list(conversation.messages.filter(kind=Message.Kind.OUTBOUND).order_by("pk").values_list("text", flat=True))


def busy():
    """An agent who is there and has no room, in a queue in which three were handled in five minutes each."""
    rule = make_rule()
    sit(capacity=1)
    handled(rule.queue)
    wait()
    return rule


class TestExpecting:
    def test_each_before_somebody_adds_what_one_takes(self):
        busy()
        first, second = wait(at=later(1)), wait(at=later(2))

        found = [expected_for(Entry.objects.get(conversation=one)) for one in (first, second)]

        assert [one.position for one in found] == [2, 3]  # one is being offered, and not yet taken
        assert [one.seconds for one in found] == pytest.approx([600, 900])

    def test_nothing_is_said_of_minutes_before_something_was_handled(self):
        make_rule()
        sit(capacity=1)
        wait()

        assert expected_for(Entry.objects.get(conversation=wait(at=later(1)))).seconds is None

    def test_with_nobody_there_nobody_knows(self):
        rule = make_rule()
        handled(rule.queue)

        found = expected_for(Entry.objects.get(conversation=wait()))

        assert (found.seconds, found.is_anybody_here) == (None, False)

    def test_those_of_other_people_s_lanes_are_not_before_them(self):
        make_rule(make_queue(teams=[make_team("Beirut")]), conditions={"words": ["elsewhere"]})
        busy()
        for number in range(3):
            wait("elsewhere", at=later(number))

        assert expected_for(Entry.objects.get(conversation=wait(at=later(9)))).position == 2

    @pytest.mark.parametrize(
        ("seconds", "told"), [(0, 1), (61, 2), (290, 5), (301, 10), (1_300, 30), (4_400, 60), (4_501, None)]
    )
    def test_minutes_are_rounded_to_what_can_be_known(self, seconds, told):
        assert minutes_told(seconds) == told


class TestTelling:
    def test_where_they_stand_and_about_how_long(self):
        busy()
        conversation = wait(at=later(1))

        services.tell(Entry.objects.get(conversation=conversation).pk, times=0, at=later(6))

        assert said_to(conversation) == ["You are number 2 in line. It will take about 10 minutes."]
        conversation.refresh_from_db()
        assert conversation.waiting_since is not None

    def test_nothing_twice_while_nothing_changes(self):
        busy()
        conversation = wait(at=later(1))
        entry = Entry.objects.get(conversation=conversation)

        told = [services.tell(entry.pk, times=times, at=later(6)) for times in (0, 0, 1)]

        assert told[1:] == [True, False]
        assert len(said_to(conversation)) == 1

    def test_in_the_language_of_the_conversation(self):
        make_rule()
        conversation = wait("سلام، سفارشم نرسید", language="fa")

        services.tell(Entry.objects.get(conversation=conversation).pk, times=0, at=later(6))

        assert "نوبت" in said_to(conversation)[0]

    def test_where_they_have_closed_when_people_are_back(self):
        make_rule()
        week = [[("09:00", "11:00")]] * 7
        workforce.save_hours(team=None, week=week, time_zone="UTC", by=make_agent(role="ADMINISTRATOR"), at=NOON)
        conversation = wait()

        services.tell(Entry.objects.get(conversation=conversation).pk, times=0, at=later(6))

        [told] = said_to(conversation)
        assert told.startswith("Nobody is here just now. Your place is kept, and we are back tomorrow, Monday, at 9:00")

    def test_not_where_the_queue_says_nothing(self):
        make_rule(make_queue(tells_wait=False))

        assert not services.tell(Entry.objects.get(conversation=wait()).pk, times=0, at=later(6))

    def test_who_chooses_a_call_keeps_the_place_and_is_told_so(self):
        busy()
        conversation = wait(at=later(1), thread="t")
        entry = Entry.objects.get(conversation=conversation)
        services.tell(entry.pk, times=0, at=later(6))
        buttons = conversation.messages.get(kind=Message.Kind.OUTBOUND).extras["buttons"]
        receive(buttons[0]["text"], thread="t", at=later(20))

        services.follow(conversation.pk, at=later(20))
        services.follow(conversation.pk, at=later(21))

        kept = Entry.objects.get(pk=entry.pk)
        assert kept.wants_call
        assert kept.entered_at == entry.entered_at
        assert "we call you" in said_to(conversation)[-1]
        assert len(said_to(conversation)) == 2
        assert not services.tell(entry.pk, times=1, at=later(126))

    def test_the_timeline_tells_what_they_chose(self, client):
        busy()
        conversation = wait(at=later(1), thread="t")
        services.tell(Entry.objects.get(conversation=conversation).pk, times=0, at=later(6))
        receive("Please call me back", thread="t", at=later(20))
        services.follow(conversation.pk, at=later(20))
        client.force_login(make_agent())

        page = client.get(reverse("inbox:conversation", args=[conversation.pk])).content.decode()

        assert "does not want to wait here" in page

    def test_whoever_is_taken_meanwhile_is_told_nothing(self):
        make_rule()
        conversation = wait()
        agent = make_agent()
        inbox.assign(conversation=conversation, assignee=agent, team=None, by=agent, at=later(2))
        services.follow(conversation.pk, at=later(2))

        assert not services.tell(Entry.objects.get(conversation=conversation).pk, times=0, at=later(6))


def test_nobody_is_asked_while_somebody_else_is_at_it(monkeypatch):
    make_rule()
    sit()
    monkeypatch.setattr(registry, "_ATTENDED", [lambda conversation_id, at: at < later(5)])
    conversation = wait(at=later(1))
    assert not Entry.objects.exists()

    services.follow(conversation.pk, at=later(5))

    assert Entry.objects.get().state == "OFFERED"
