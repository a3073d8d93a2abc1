"""Many workers decide at the same time, and some of them die: nobody is offered twice, and nothing is stuck."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event

import pytest
from django.db import connection, transaction

from rafiq.routing import services
from rafiq.routing.models import Entry, Holding, Offer, Seat, Way
from tests.makers import NOON, make_conversation
from tests.routing.making import later, make_queue, make_rule, sit, wait
from tests.workers import killed_in_the_middle

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 8


def at_once(*works):
    """Do all of it on eight threads, each with a connection of its own."""

    def alone(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(alone, works))


@contextmanager
def held_elsewhere(rows):
    """Let somebody else hold the locks of rows."""
    locked, is_over = Event(), Event()

    def hold():
        with transaction.atomic():
            assert list(rows.select_for_update(no_key=True))
            locked.set()
            is_over.wait(20)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(at_once, hold)
        assert locked.wait(20)
        try:
            yield
        finally:
            is_over.set()
            holding.result()


def looked_after():
    """List the agents for whom another look a second later was left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'agent_id')::bigint FROM procrastinate_jobs WHERE task_name = %s AND scheduled_at = %s",
            [services.FILL_JOB, later(1)],
        )
        return [pk for (pk,) in cursor.fetchall() if Seat.objects.filter(pk=pk).exists()]


def holdings():
    return Counter(Holding.objects.filter(ended_at=None).values_list("agent", flat=True))


@pytest.mark.parametrize("who", ["agent", "conversation"])
def test_who_finds_only_what_others_decide_about_has_another_look(who):
    make_rule(make_queue(way=Way.PUSH))
    wait()
    agent, entry = sit(), Entry.objects.get()
    rows, decide = {
        "agent": (Seat.objects.filter(pk=agent.pk), lambda: services.offer(entry.pk, at=NOON)),
        "conversation": (Entry.objects.filter(pk=entry.pk), lambda: services.fill(agent.pk, at=NOON)),
    }[who]

    with held_elsewhere(rows):
        assert not decide()

    assert looked_after() == [agent.pk]
    assert services.fill(agent.pk, at=later(1)) == 1
    assert holdings() == {agent.pk: 1}


def test_who_finds_nobody_at_all_looks_no_further():
    make_rule(make_queue(way=Way.PUSH))
    wait()

    assert not services.offer(Entry.objects.get().pk, at=NOON)
    assert services.fill(sit(is_here=False).pk, at=NOON) == 0
    assert looked_after() == []


def test_eight_workers_find_an_agent_for_the_same_one():
    make_rule()
    conversation = wait()
    for _ in range(4):
        sit()
    entry = Entry.objects.get(conversation=conversation)

    at_once(*[lambda: services.offer(entry.pk, at=NOON)] * WORKERS)

    assert Offer.objects.count() == 1


def test_eight_workers_with_many_waiting_and_many_free_offer_each_once():
    make_rule()
    waiting = [wait() for _ in range(24)]
    agents = [sit() for _ in range(12)]
    works = [lambda pk=agent.pk: services.fill(pk, at=NOON) for agent in agents]
    works += [lambda pk=pk: services.offer(pk, at=NOON) for pk in Entry.objects.values_list("pk", flat=True)]

    at_once(*works)

    offered = Counter(Offer.objects.filter(state="OPEN").values_list("conversation", flat=True))
    assert set(offered.values()) == {1}
    assert len(offered) == len(agents)
    assert Entry.objects.filter(state="OFFERED").count() == len(agents)
    assert len(waiting) == 24


def test_pushing_at_once_fills_nobody_beyond_their_room():
    make_rule(make_queue(way=Way.PUSH))
    for _ in range(20):
        wait()
    agents = [sit(capacity=3) for _ in range(4)]
    works = [lambda pk=agent.pk: services.fill(pk, at=NOON) for agent in agents] * 2
    works += [lambda pk=pk: services.offer(pk, at=NOON) for pk in Entry.objects.values_list("pk", flat=True)]

    at_once(*works)

    assert all(count <= 3 for count in holdings().values())
    for agent_id in looked_after():  # those who passed each other over have another look
        services.fill(agent_id, at=later(1))
    held = holdings()
    assert set(held.values()) == {3}
    assert set(Seat.objects.values_list("used", flat=True)) == {3}


def test_accepting_while_the_time_is_up_ends_one_way():
    for number in range(6):
        make_rule(make_queue()) if not number else None
        agent = sit()
        conversation = wait()
        offer = Offer.objects.get(conversation=conversation, state="OPEN")

        def accept(offer=offer):
            with suppress(services.OfferGone):
                services.accept(offer.pk, by=offer.agent, at=later(30))

        at_once(accept, lambda offer=offer: services.expire(offer.pk, at=later(30)), accept)

        offer.refresh_from_db()
        conversation.refresh_from_db()
        assert (offer.state == "ACCEPTED") == (conversation.assignee_id == offer.agent_id)
        assert Offer.objects.filter(conversation=conversation, state="OPEN").count() <= 1
        services.sit([services.Person(agent.pk, is_here=False, capacity=0)], at=later(31))


def test_following_the_same_conversation_at_once_makes_one_entry():
    make_rule()
    conversation = make_conversation()

    def follow():
        with suppress(Exception):  # the unique constraint refuses the second; its job would come again
            services.follow(conversation.pk, at=NOON)

    at_once(*[follow] * WORKERS)
    services.follow(conversation.pk, at=NOON)

    assert Entry.objects.filter(conversation=conversation).count() == 1


_DIES = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rafiq.settings"
django.setup()
from datetime import datetime
from django.db import connection, transaction
from rafiq.accounts.models import Agent
from rafiq.routing import services
name, agent, offer, moment = sys.argv[1:]
connection.settings_dict["NAME"] = name
at = datetime.fromisoformat(moment)
with transaction.atomic():
    services.accept(int(offer), by=Agent.objects.get(pk=int(agent)), at=at)
    assert services.fill(int(agent), at=at) == 1
    print("in the middle", flush=True)
    sys.stdin.read()
"""


def test_a_process_killed_between_offer_and_accept_leaves_nothing_stuck():
    make_rule()
    agent = sit()
    first, second = wait(), wait(at=later(1))
    offer = Offer.objects.get(conversation=first)

    killed_in_the_middle(_DIES, agent.pk, offer.pk, later(5).isoformat())
    services.sweep(at=later(31))

    first.refresh_from_db()
    offer.refresh_from_db()
    assert (first.assignee, offer.state) == (None, "EXPIRED")
    assert Offer.objects.get(conversation=second, state="OPEN").agent == agent
    other = sit(at=later(40))
    assert services.fill(other.pk, at=later(40)) == 1
    assert Offer.objects.get(conversation=first, state="OPEN").agent == other
