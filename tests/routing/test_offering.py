"""Whoever waits is offered to one agent at a time, who accepts, declines, or lets the time pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rafiq.inbox import services as inbox
from rafiq.routing import services
from rafiq.routing.models import Entry, Holding, Offer, Seat, Way
from rafiq.workforce import services as workforce
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team
from tests.routing.making import later, make_queue, make_rule, sit, wait

pytestmark = pytest.mark.django_db


def offer_of(conversation):
    return Offer.objects.get(conversation=conversation, state="OPEN")


def entry_of(conversation):
    return Entry.objects.filter(conversation=conversation).latest("pk")


class TestOffering:
    def test_nothing_happens_where_there_is_no_rule(self):
        sit()

        wait()

        assert not Entry.objects.exists()

    def test_who_waits_is_offered_to_whoever_is_there(self):
        make_rule()
        agent = sit()

        conversation = wait()

        assert offer_of(conversation).agent == agent
        assert Seat.objects.get(pk=agent.pk).is_asked

    def test_with_nobody_there_it_waits_and_is_offered_when_somebody_comes(self):
        make_rule()
        conversation = wait()
        assert entry_of(conversation).state == "WAITING"
        agent = sit(at=later(60))

        services.fill(agent.pk, at=later(60))

        assert offer_of(conversation).agent == agent

    def test_only_one_offer_each_at_a_time(self):
        make_rule()
        sit()

        first, second = wait(), wait()

        assert offer_of(first)
        assert entry_of(second).state == "WAITING"

    def test_accepting_assigns_it_and_asks_for_the_next(self, run_jobs):
        make_rule()
        agent = sit()
        first, second = wait(), wait()

        services.accept(offer_of(first).pk, by=agent, at=later(5))
        services.fill(agent.pk, at=later(5))

        first.refresh_from_db()
        assert first.assignee == agent
        assert entry_of(first).state == "TAKEN"
        assert offer_of(second).agent == agent
        assert Seat.objects.get(pk=agent.pk).used == 2

    def test_accepting_twice_is_accepting_once(self):
        make_rule()
        agent = sit()
        offered = offer_of(wait())

        assert services.accept(offered.pk, by=agent, at=later(5)) == services.accept(offered.pk, by=agent, at=later(6))
        assert Holding.objects.filter(ended_at=None).count() == 1

    def test_nobody_accepts_what_was_offered_to_another(self):
        make_rule()
        sit()
        offered = offer_of(wait())

        with pytest.raises(services.OfferGone):
            services.accept(offered.pk, by=make_agent("Badr"), at=later(5))

    def test_declining_passes_it_on_at_once(self):
        make_rule()
        first, second = sit(), sit()
        conversation = wait()
        asked = offer_of(conversation)

        services.decline(asked.pk, by=asked.agent, at=later(3))

        assert {asked.agent, offer_of(conversation).agent} == {first, second}
        assert not Seat.objects.get(pk=asked.agent_id).is_asked

    def test_time_that_is_up_passes_it_on_and_not_before(self):
        make_rule()
        sit(), sit()
        conversation = wait()
        asked = offer_of(conversation)

        services.expire(asked.pk, at=later(29))
        assert offer_of(conversation) == asked
        services.expire(asked.pk, at=later(30))

        assert offer_of(conversation).agent != asked.agent
        asked.refresh_from_db()
        assert asked.state == "EXPIRED"

    def test_who_misses_two_in_a_row_is_not_asked_any_more(self):
        make_rule()
        agent = sit()
        for number in range(2):
            services.expire(offer_of(wait(at=later(number))).pk, at=later(100 + number))

        assert not Seat.objects.get(pk=agent.pk).is_here

    def test_who_declined_may_be_asked_again_after_a_while(self):
        make_rule()
        agent = sit()
        conversation = wait()
        services.decline(offer_of(conversation).pk, by=agent, at=later(3))
        assert services.fill(agent.pk, at=later(4)) == 0

        services.forgive(entry_of(conversation).pk, agent_id=agent.pk, at=later(303))

        assert offer_of(conversation).agent == agent

    def test_what_somebody_takes_from_the_list_is_offered_no_more(self):
        make_rule()
        agent, quick = sit(), make_agent("Badr")
        conversation = wait()
        inbox.assign(conversation=conversation, assignee=quick, team=None, by=quick, at=later(2))

        with pytest.raises(services.OfferGone):
            services.accept(offer_of(conversation).pk, by=agent, at=later(3))
        services.follow(conversation.pk, at=later(3))

        assert not Offer.objects.filter(state="OPEN").exists()
        assert not Seat.objects.get(pk=agent.pk).is_asked
        assert entry_of(conversation).taken_by == quick

    def test_pushing_assigns_at_once(self):
        make_rule(make_queue(way=Way.PUSH))
        agent = sit(capacity=1)

        first, second = wait(), wait()

        first.refresh_from_db()
        assert first.assignee == agent
        assert entry_of(second).state == "WAITING"


class TestLoad:
    def test_a_chat_counts_until_it_is_closed(self, run_jobs):
        make_rule(make_queue(way=Way.PUSH))
        agent = sit(capacity=1)
        first, second = wait(), wait()
        first.refresh_from_db()
        make_reply(first, agent, at=later(9))
        services.follow(first.pk, at=later(9))
        assert Seat.objects.get(pk=agent.pk).used == 1

        inbox.resolve(conversation=first, by=agent, at=later(10))
        services.follow(first.pk, at=later(10))
        assert Seat.objects.get(pk=agent.pk).used == 0
        services.fill(agent.pk, at=later(10))

        second.refresh_from_db()
        assert second.assignee == agent

    def test_what_is_taken_by_hand_counts_too(self):
        agent = sit()
        conversation = make_conversation()
        inbox.assign(conversation=conversation, assignee=agent, team=None, by=agent, at=NOON)

        services.follow(conversation.pk, at=NOON)

        assert Seat.objects.get(pk=agent.pk).used == 1

    def test_handing_over_moves_the_load(self):
        first, second = sit(), sit()
        conversation = make_conversation()
        for agent in (first, second):
            inbox.assign(conversation=conversation, assignee=agent, team=None, by=first, at=NOON)
            services.follow(conversation.pk, at=NOON)

        assert list(Seat.objects.order_by("pk").values_list("used", flat=True)) == [0, 1]


class TestWhoIsAsked:
    def test_only_the_queue_s_team(self):
        team = make_team()
        make_rule(make_queue(teams=[team]))
        sit()
        member = sit(teams=[team.pk])

        assert offer_of(wait()).agent == member

    def test_only_who_speaks_the_customer_s_language(self):
        make_rule(make_queue(speaks="same"))
        sit(languages=["fa"])
        arabic = sit(languages=["ar"])

        assert offer_of(wait("مرحبا، أين طلبي؟", language="ar")).agent == arabic

    def test_only_who_has_the_skill(self):
        make_rule(make_queue(skills={"7": 3}))
        sit(skills={7: 2})
        expert = sit(skills={7: 4})

        assert offer_of(wait()).agent == expert

    def test_an_agent_who_learns_a_skill_is_asked(self):
        make_rule(make_queue(skills={"7": 3}))
        agent = sit(skills={7: 2})
        conversation = wait()
        sit(agent, skills={7: 3})

        services.fill(agent.pk, at=NOON)

        assert offer_of(conversation).agent == agent

    def test_who_had_this_customer_before(self):
        make_rule()
        others = [sit() for _ in range(3)]
        familiar = sit()
        first = make_conversation(thread="t")
        inbox.assign(conversation=first, assignee=familiar, team=None, by=familiar, at=NOON)
        inbox.resolve(conversation=first, by=familiar, at=NOON)

        again = wait(thread="t", at=later(9_000_000 // 9), channel=None)

        assert offer_of(again).agent == familiar
        assert len(others) == 3

    def test_what_was_handed_to_a_private_team_is_offered_to_its_members_only(self):
        make_rule()
        sit()
        team = make_team(is_private=True)
        conversation = make_conversation()
        by = make_agent()
        inbox.assign(conversation=conversation, assignee=None, team=team, by=by, at=NOON)
        services.follow(conversation.pk, at=NOON)
        assert entry_of(conversation).state == "WAITING"

        member = sit(teams=[team.pk])
        services.fill(member.pk, at=NOON)

        assert offer_of(conversation).agent == member


class TestOverflow:
    def test_after_a_while_another_team_is_asked_too(self):
        near, far = make_team("Tehran"), make_team("Toronto")
        steps = [{"after": 60, "what": "TEAM", "to": far.pk}]
        make_rule(make_queue(teams=[near], steps=steps))
        agent = sit(teams=[far.pk])
        conversation = wait()
        assert entry_of(conversation).state == "WAITING"

        services.overflow(entry_of(conversation).pk, step=0, at=later(60))
        services.overflow(entry_of(conversation).pk, step=0, at=later(61))

        assert offer_of(conversation).agent == agent
        assert entry_of(conversation).step == 1

    def test_it_may_move_to_another_queue_and_keeps_its_place(self):
        other = make_queue("Evening")
        make_rule(make_queue(teams=[make_team()], steps=[{"after": 60, "what": "QUEUE", "to": other.pk}]))
        agent = sit()
        conversation = wait()

        services.overflow(entry_of(conversation).pk, step=0, at=later(60))

        moved = entry_of(conversation)
        assert (moved.queue, moved.entered_at) == (other, NOON)
        assert offer_of(conversation).agent == agent


def test_the_sweep_makes_good_what_a_dead_worker_left():
    make_rule()
    agent = sit()
    conversation = wait()
    Offer.objects.update(expires_at=later(30))

    services.sweep(at=later(90))

    assert Offer.objects.get(conversation=conversation).state == "EXPIRED"
    assert not Seat.objects.get(pk=agent.pk).is_asked


@pytest.mark.django_db(transaction=True)
def test_the_log_leads_from_a_customer_s_words_to_an_offer(run_jobs):
    make_rule()
    agent = sit()

    conversation = make_conversation()
    run_jobs()

    assert offer_of(conversation).agent == agent


@pytest.mark.django_db(transaction=True)
def test_who_says_they_are_there_is_asked_and_who_goes_is_not(run_jobs):
    agent = make_agent()
    make_rule()
    now = datetime.now(UTC)  # desks without an open page are left to the real clock
    workforce.choose_availability(agent, availability="ONLINE", at=now)
    run_jobs()
    conversation = make_conversation()
    run_jobs()
    assert offer_of(conversation).agent == agent

    workforce.choose_availability(agent, availability="AWAY", at=now)
    run_jobs()

    assert not Seat.objects.get(pk=agent.pk).is_here
