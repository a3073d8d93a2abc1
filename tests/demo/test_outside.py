"""The demo's customers outside: they write by mail, SMS and messenger, and are answered there."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from rafiq.channels.transport import processing
from rafiq.channels.transport.models import Arrival
from rafiq.demo.outside import channels, writing
from rafiq.demo.outside.providers import Providers
from rafiq.demo.world.texts.outside import TODAY
from rafiq.inbox.models import Conversation, Message
from tests.makers import make_agent, make_reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.demo.urls")]


@pytest.fixture
def taken() -> list[tuple[str, bytes]]:
    """The providers of the demo's channels, and what they took."""
    heard: list[tuple[str, bytes]] = []
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    opening = asyncio.run_coroutine_threadsafe(Providers(lambda *one: heard.append(one)).open(), loop)
    now = datetime.now(UTC)
    known = channels.open_all(at=now)
    for one in TODAY:
        writing.write(known[one.kind], address=one.address, name=one.name, words=one.words, subject=one.subject, at=now)
    channels.point(opening.result())
    processing.process_all(at=datetime.now(UTC))
    return heard


def test_all_of_todays_letters_become_conversations(taken: list[tuple[str, bytes]]):
    assert set(Arrival.objects.values_list("state", flat=True)) == {"DONE"}
    assert Conversation.objects.count() == len(TODAY)
    said = set(Message.objects.values_list("text", flat=True))
    assert {one.words for one in TODAY} <= said


def test_an_answer_reaches_everybody_where_they_wrote(taken: list[tuple[str, bytes]], run_jobs: Callable[[], None]):
    agent = make_agent()
    for conversation in Conversation.objects.order_by("pk"):
        make_reply(conversation, agent, "We look after it")
    run_jobs()
    assert sorted(kind for kind, _ in taken) == sorted(one.kind for one in TODAY)
    assert set(Message.objects.filter(kind="OUTBOUND").values_list("delivery", flat=True)) == {"SENT"}


@pytest.mark.parametrize("number", [0, 6, 9])
def test_a_customer_writes_again_on_the_page_and_stays_in_the_conversation(
    taken: list[tuple[str, bytes]], client: Client, number: int
):
    before = Conversation.objects.count()
    answer = client.post("/demo/customers/", {"as": number, "words": "And one more thing"})
    assert answer.status_code == 302
    processing.process_all(at=datetime.now(UTC))
    assert "And one more thing" in client.get(f"/demo/customers/?as={number}").content.decode()
    assert Conversation.objects.count() == before
    assert client.post("/demo/customers/", {"as": "x", "words": ""}).status_code == 422
