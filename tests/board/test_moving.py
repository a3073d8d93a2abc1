"""A supervisor moves a conversation: once, with a reason, only from where it was seen."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from rafiq.board import services
from rafiq.board.services import Target
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Mention, Message
from rafiq.platform.log.models import Entry as Told
from rafiq.routing import services as routing
from rafiq.routing.models import Entry
from tests.at_once import together
from tests.board.making import NOON, held, later, make_chief, make_queue, present, queued
from tests.makers import make_agent, make_conversation, make_reply, make_team

pytestmark = pytest.mark.django_db


def move(conversation, to, *, by=None, client_id=None, seen=None, reason="Too slow here"):
    seen = services.state_of(conversation) if seen is None else seen
    services.move(
        conversation,
        to=to,
        reason=reason,
        seen=seen,
        client_id=client_id or uuid4(),
        by=by or make_chief(),
        at=later(9),
    )
    return Conversation.objects.get(pk=conversation.pk)


def entry_of(conversation):
    return Entry.objects.get(conversation=conversation.pk, ended_at=None)


def test_one_who_waits_goes_on_waiting_in_another_queue_since_they_came():
    conversation = queued(make_queue(), at=NOON).conversation
    other = make_queue()

    move(conversation, Target("QUEUE", other.pk))

    assert (entry_of(conversation).queue, entry_of(conversation).entered_at) == (other, NOON)


def test_what_an_agent_had_waits_in_the_queue_and_they_have_it_no_more():
    conversation = held(make_agent(), at=NOON)
    queue = make_queue()

    moved = move(conversation, Target("QUEUE", queue.pk))

    assert (moved.assignee, entry_of(conversation).queue, entry_of(conversation).entered_at) == (None, queue, NOON)


def test_a_private_teams_conversation_stays_with_its_people():
    team = make_team(is_private=True)
    conversation = make_conversation()
    inbox.assign(conversation=conversation, assignee=None, team=team, by=make_chief(), at=NOON)
    conversation.refresh_from_db()

    assert move(conversation, Target("QUEUE", make_queue().pk)).team == team
    assert entry_of(conversation).lane.teams == [team.pk]


def test_to_an_agent_it_is_theirs_and_they_find_the_reason():
    kaveh, conversation = make_agent("Kaveh"), queued(make_queue()).conversation

    moved = move(conversation, Target("AGENT", kaveh.pk))

    assert moved.assignee == kaveh
    note = conversation.messages.get(kind=Message.Kind.NOTE)
    assert note.extras["moved"] == {"to": "AGENT", "name": "Kaveh", "by": "Rima", "reason": "Too slow here"}
    assert Mention.objects.get(message=note).agent == kaveh


def test_the_log_tells_who_moved_it_where_and_why():
    chief, team = make_chief(), make_team()
    move(make_conversation(), Target("TEAM", team.pk), by=chief)

    told = Told.objects.get(kind="board.conversation.moved")
    assert (told.actor, told.payload["to"], told.payload["to_id"]) == (chief.actor, "TEAM", team.pk)
    assert told.payload["reason"] == "Too slow here"


def test_what_somebody_took_meanwhile_is_not_moved():
    conversation = make_conversation()
    seen = services.state_of(conversation)
    agent = make_agent()
    inbox.assign(conversation=conversation, assignee=agent, team=None, by=agent, at=NOON)

    with pytest.raises(services.MovedMeanwhile):
        move(conversation, Target("AGENT", make_agent().pk), seen=seen)
    conversation.refresh_from_db()
    assert conversation.assignee == agent


def test_whoever_is_owed_nothing_cannot_wait():
    conversation = make_conversation()
    make_reply(conversation, make_agent(), at=later(1))
    conversation.refresh_from_db()

    with pytest.raises(routing.NobodyWaits):
        move(conversation, Target("QUEUE", make_queue().pk))
    with pytest.raises(routing.QueueGone):
        move(conversation, Target("QUEUE", 987_654))
    with pytest.raises(services.NobodyThere):
        move(conversation, Target("AGENT", 987_654))
    assert conversation.messages.filter(kind=Message.Kind.NOTE).count() == 0


def test_an_agent_of_the_other_queue_is_asked_at_once():
    team = make_team(members=[agent := make_agent()])
    present(agent)
    routing.sit([routing.Person(agent.pk, is_here=True, capacity=3, teams=[team.pk])], at=NOON)
    conversation = queued(make_queue(teams=[make_team("Other")])).conversation

    move(conversation, Target("QUEUE", make_queue(teams=[team]).pk))

    assert entry_of(conversation).state == Entry.State.OFFERED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_once_one_is_told_that_it_is_elsewhere():
    chief, conversation = make_chief(), queued(make_queue()).conversation
    seen, targets = services.state_of(conversation), [Target("AGENT", make_agent().pk) for _ in range(4)]

    def go(number):
        try:
            move(conversation, targets[number], by=chief, seen=seen)
        except services.MovedMeanwhile:
            return "elsewhere"
        return "moved"

    found = together(4, go)

    assert sorted(found) == ["elsewhere"] * 3 + ["moved"]
    assert conversation.messages.filter(kind=Message.Kind.NOTE).count() == 1


class TestPage:
    def page(self, client, conversation, **sent):
        given = {"seen": services.state_of(conversation), "client_id": str(uuid4()), "reason": "Because"}
        address = f"/board/conversations/{conversation.pk}/move/"
        return client.post(address, given | sent, headers={"HX-Request": "true"})

    def test_it_is_moved_and_the_page_looks_again(self, client):
        client.force_login(make_chief())
        conversation, team = make_conversation(), make_team("Beirut")

        answer = self.page(client, conversation, to=f"TEAM:{team.pk}")

        assert answer.status_code == 200
        assert "moved" in answer["HX-Trigger"]
        assert "Beirut" in answer.content.decode()

    def test_a_conflict_is_told_in_words(self, client):
        client.force_login(make_chief(language="fa"))
        answer = self.page(client, make_conversation(), to=f"TEAM:{make_team().pk}", seen="9-9-9")
        assert answer.status_code == 409
        assert "دیگر آنجا نیست" in answer.content.decode()

    @pytest.mark.parametrize("sent", [{"to": "TEAM:0"}, {"to": "nonsense"}, {"reason": ""}, {"client_id": "x"}])
    def test_nonsense_is_refused(self, client, sent):
        client.force_login(make_chief())
        given = {"to": f"TEAM:{make_team().pk}"} | sent
        assert self.page(client, make_conversation(), **given).status_code == 422

    def test_agents_cannot_move(self, client):
        client.force_login(make_agent())
        assert self.page(client, make_conversation(), to="TEAM:1").status_code == 403


def test_sending_it_twice_moves_it_once():
    conversation, team, key = make_conversation(), make_team(), uuid4()
    seen = services.state_of(conversation)
    with transaction.atomic():
        move(conversation, Target("TEAM", team.pk), client_id=key, seen=seen)
        move(conversation, Target("TEAM", team.pk), client_id=key, seen=seen)
    assert conversation.messages.filter(kind=Message.Kind.NOTE).count() == 1
