"""The board's page: for whoever steers, with everything as it is now, and always with as many statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafiq.board import queries
from rafiq.workforce import services as workforce
from tests.board.making import NOON, at_risk, held, later, make_chief, make_policy, make_queue, present, queued
from tests.makers import make_agent, make_conversation, make_team

pytestmark = pytest.mark.django_db


def read(**narrowed):
    return queries.now(make_chief(), at=later(10), **narrowed)


def test_queues_tell_who_waits_since_when_and_who_could_take_them():
    team = make_team(members=[agent := present(make_agent())])
    queue = make_queue(teams=[team])
    queued(queue, at=later(2))
    queued(queue, at=NOON)
    make_conversation("In none", at=later(1))

    found = read()

    (one,) = found.queues
    assert (one.waiting, one.oldest) == (2, NOON)
    assert (found.unqueued.count, found.unqueued.oldest, found.waiting) == (1, later(1), 3)
    assert [row.since for row in found.rows] == [NOON, later(1), later(2)]
    assert agent.pk in [person.at_work.agent_id for person in found.people]


def test_an_agent_is_free_until_they_hold_what_they_can_carry():
    agent = present(make_agent(), capacity=1)
    queue = make_queue()
    assert (queries.now(agent, at=NOON).queues[0].here, queries.now(agent, at=NOON).queues[0].free) == (1, 1)

    entry = queued(queue)
    offers = queries.now(agent, at=NOON)
    assert offers.queues[0].offered == 0

    from_queue = queries.now(agent, at=NOON, queue_id=queue.pk).rows
    assert [row.id for row in from_queue] == [entry.conversation_id]


def test_what_an_agent_has_is_named_with_who_waits():
    agent = make_agent()
    conversation = held(agent, at=NOON, name="Laleh")

    person = next(one for one in read().people if one.at_work.agent_id == agent.pk)

    assert [(row.id, row.customer_name, row.since) for row in person.held] == [(conversation.pk, "Laleh", NOON)]


def test_more_than_a_few_are_counted_and_not_named():
    agent = make_agent()
    for _ in range(6):
        held(agent)

    person = next(one for one in read().people if one.at_work.agent_id == agent.pk)

    assert (len(person.held), person.holds, person.more) == (4, 6, 2)


def test_promises_at_risk_are_counted_and_listed():
    make_policy()
    conversation = make_conversation(at=NOON)
    at_risk(conversation)

    found = queries.now(make_chief(), at=later(50))

    assert (found.risk, found.broken) == (1, 0)
    assert [one.conversation_id for one in found.owed] == [conversation.pk]


def test_people_are_narrowed_by_team_and_name():
    sara, badr = make_agent("Sara"), make_agent("Badr")
    team = make_team(members=[sara])

    assert [one.at_work.agent_id for one in read(team_id=team.pk).people] == [sara.pk]
    assert [one.at_work.agent_id for one in read(name="bad").people] == [badr.pk]


def test_the_board_takes_as_many_statements_for_many_as_for_few(client):
    chief = make_chief()
    client.force_login(chief)
    make_policy()
    _fill(1)
    client.get("/board/")  # what a process keeps is read
    few = _statements(client)
    _fill(4)

    assert _statements(client) == few
    assert few < 55


def _fill(times):
    for _ in range(times):
        team = make_team(f"Team {timezone.now().timestamp()}", members=[present(make_agent())])
        queue = make_queue(teams=[team])
        queued(queue)
        held(make_agent())
        at_risk(make_conversation())
        make_conversation("In none")


def _statements(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/board/").status_code == 200
    return len(captured)


def test_agents_have_no_board(client):
    client.force_login(make_agent())
    for address in ("/board/", "/board/wall/", "/board/alerts/", "/settings/board/"):
        assert client.get(address).status_code == 403


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get("/board/").status_code == 302


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_page_shows_who_waits_and_who_is_there(client, language):
    chief = make_chief(language=language)
    client.force_login(chief)
    queued(make_queue("Chats"), name="Laleh", at=timezone.now())
    held(present(make_agent("Kaveh"), at=timezone.now()), name="Omid", at=timezone.now())

    page = client.get("/board/").content.decode()

    assert all(word in page for word in ("Laleh", "Kaveh", "Omid", "Chats"))


def test_a_part_is_the_same_as_in_the_page(client):
    client.force_login(make_chief())
    part = client.get("/board/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="board-now"')


def test_an_absent_agent_is_not_counted_as_there():
    agent = present(make_agent())
    given = {"kind": "SICK", "cover_id": None, "note": "", "by": agent, "at": NOON}
    workforce.plan_absence(None, agent=agent, begins_at=NOON, ends_at=later(600), **given)
    assert read().here == 0
