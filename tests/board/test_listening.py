"""Listening in: without having it, without marking it as read, written down, and shown if the company wants that."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from rafiq.board import queries, services
from rafiq.board.models import Listening
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation, Mention, Message
from rafiq.platform.log.models import Entry as Told
from tests.at_once import together
from tests.board.making import NOON, held, later, make_chief
from tests.makers import make_agent, make_conversation

pytestmark = pytest.mark.django_db


def told(kind):
    return list(Told.objects.filter(kind=kind).order_by("id"))


def test_the_conversation_stays_as_it_is(client):
    chief, conversation = make_chief(), held(make_agent(), "Where is my fridge?")
    before = Conversation.objects.filter(pk=conversation.pk).values().get()
    client.force_login(chief)

    page = client.get(f"/board/conversations/{conversation.pk}/listening/")

    assert "Where is my fridge?" in page.content.decode()
    assert "data-seen-url" not in page.content.decode()
    assert Conversation.objects.filter(pk=conversation.pk).values().get() == before
    assert not told("inbox.conversation.seen")


def test_the_page_listens_to_no_topic_that_shows_presence(client):
    conversation = held(make_agent())
    client.force_login(make_chief())
    page = client.get(f"/board/conversations/{conversation.pk}/listening/").content.decode()
    assert f'data-topics="conversation-{conversation.pk}' not in page
    assert f' conversation-{conversation.pk}"' not in page.partition("<main")[0]


def test_the_agent_sees_who_listens_and_the_listener_does_not_see_themselves():
    agent, chief = make_agent(), make_chief("Rima")
    conversation = held(agent)
    services.follow(conversation, by=chief, at=NOON)

    assert queries.listeners(conversation.pk, reader=agent) == ["Rima"]
    assert queries.listeners(conversation.pk, reader=chief) == []


def test_where_the_company_does_not_want_it_nobody_sees_it_and_it_is_written_down():
    agent, chief = make_agent(), make_chief()
    services.show_listening(is_shown=False, by=chief, at=NOON)
    conversation = held(agent)
    services.follow(conversation, by=chief, at=NOON)

    assert queries.listeners(conversation.pk, reader=agent) == []
    (began,) = told("board.listening.began")
    assert (began.key, began.actor, began.payload["conversation_id"]) == ("board", chief.actor, conversation.pk)


def test_the_log_tells_once_that_it_began_and_how_long_it_lasted():
    chief, conversation = make_chief(), make_conversation()
    for minute in (0, 1, 2):
        services.follow(conversation, by=chief, at=later(minute))
    services.leave(conversation, by=chief, at=later(3))
    services.leave(conversation, by=chief, at=later(4))

    assert len(told("board.listening.began")) == 1
    (ended,) = told("board.listening.ended")
    assert (ended.payload["seconds"], ended.customer_id) == (180, None)


def test_a_page_that_is_gone_ends_when_it_was_last_heard_of():
    services.follow(make_conversation(), by=make_chief(), at=NOON)
    assert services.leave_left(at=NOON + timedelta(seconds=70)) == 0
    assert services.leave_left(at=later(2)) == 1
    assert Listening.objects.get().ended_at == NOON


def test_a_whisper_is_a_note_for_whoever_has_it():
    agent, chief = make_agent(), make_chief()
    conversation = held(agent)
    note = services.whisper(conversation, body="Offer a voucher", client_id=uuid4(), by=chief, at=NOON)

    assert (note.kind, note.author) == (Message.Kind.NOTE, chief)
    assert Mention.objects.get(message=note).agent == agent
    assert [row.text for row in inbox.messages(conversation) if row.kind == "NOTE"] == ["Offer a voucher"]


def test_an_empty_whisper_is_refused_and_a_whisper_twice_is_one(client):
    client.force_login(make_chief())
    conversation = make_conversation()
    address, key = f"/board/conversations/{conversation.pk}/whisper/", str(uuid4())

    assert client.post(address, {"text": " ", "client_id": key}).status_code == 422
    assert client.post(address, {"text": "Ask", "client_id": key}).status_code == 200
    assert client.post(address, {"text": "Ask", "client_id": key}).status_code == 200
    assert conversation.messages.filter(kind="NOTE").count() == 1


def test_agents_cannot_listen_and_strangers_to_a_conversation_learn_nothing(client):
    conversation = make_conversation()
    client.force_login(make_agent())
    assert client.get(f"/board/conversations/{conversation.pk}/listening/").status_code == 403
    assert client.get("/board/conversations/987654/listeners/").status_code == 404


def test_leaving_is_told(client):
    chief, conversation = make_chief(), make_conversation()
    client.force_login(chief)
    address = f"/board/conversations/{conversation.pk}/listening/"
    assert client.put(address).status_code == 204
    assert client.delete(address).status_code == 204
    assert Listening.objects.get().ended_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_pages_of_one_supervisor_are_one_listening():
    chief, conversation = make_chief(), make_conversation()
    together(4, lambda _: services.follow(conversation, by=chief, at=NOON))
    assert Listening.objects.count() == 1
    assert len(told("board.listening.began")) == 1
