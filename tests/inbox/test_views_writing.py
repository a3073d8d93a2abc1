"""Agents write: answers, notes, tries again, canned replies, mentions; whatever goes wrong, the words are kept."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from rafiq.inbox import services
from rafiq.inbox.models import Delivery, Mention, Message
from tests.makers import NOON, make_agent, make_conversation, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


@pytest.fixture
def conversation(agent):
    return make_conversation("The fridge is warm", name="Maryam", language="en")


def write(client, conversation, text, *, to="messages", **fields):
    given = {"text": text, "client_id": str(uuid4())} | fields
    return client.post(reverse(f"inbox:{to}", args=[conversation.pk]), given)


class TestReplies:
    def test_are_stored_and_the_page_is_poked(self, client, agent, conversation):
        answer = write(client, conversation, "A technician comes")

        assert answer.status_code == 200
        assert f"conversation-{conversation.pk}" in answer["HX-Trigger"]
        assert conversation.messages.get(kind="OUTBOUND").text == "A technician comes"

    def test_are_sent_once_however_often_the_form_comes(self, client, agent, conversation):
        client_id = str(uuid4())
        for _ in range(3):
            write(client, conversation, "Once", client_id=client_id)

        assert conversation.messages.filter(kind="OUTBOUND").count() == 1

    def test_changed_after_a_lost_answer_lose_nothing(self, client, agent, conversation):
        client_id = str(uuid4())
        write(client, conversation, "First", client_id=client_id)

        answer = write(client, conversation, "First, and more", client_id=client_id)

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "First, and more" in page
        assert "was sent already" in page
        assert client_id not in page

    def test_that_are_empty_are_refused_in_words(self, client, agent, conversation):
        answer = write(client, conversation, " \u200b\n ".replace("\u200b", ""))

        assert answer.status_code == 422
        assert "Write something" in answer.content.decode()

    def test_that_are_too_long_are_refused_and_kept(self, client, agent, conversation):
        answer = write(client, conversation, "x" * 100_000)

        assert answer.status_code == 422
        assert "longer than 20000" in answer.content.decode()
        assert "x" * 100_000 in answer.content.decode()
        assert not conversation.messages.filter(kind="OUTBOUND").exists()

    def test_lose_what_could_break_a_database(self, client, agent, conversation):
        body = b"text=a%00b%ED%A0%80c&client_id=" + str(uuid4()).encode()
        url = reverse("inbox:messages", args=[conversation.pk])

        answer = client.post(url, body, content_type="application/x-www-form-urlencoded")

        assert answer.status_code == 200
        said = conversation.messages.get(kind="OUTBOUND").text
        assert said.startswith("ab")
        assert "\x00" not in said

    def test_with_a_broken_id_are_refused_not_lost(self, client, agent, conversation):
        answer = write(client, conversation, "Kept words", client_id="nonsense")

        assert answer.status_code == 422
        assert "Kept words" in answer.content.decode()

    def test_never_carry_files_of_others(self, client, agent, conversation):
        answer = write(client, conversation, "", attached=["someone-elses-token"])

        assert answer.status_code == 422
        assert "attach them again" in answer.content.decode()


class TestNotes:
    def test_mention_colleagues_and_stay_inside(self, client, agent, conversation):
        badr = make_agent("Badr")

        write(client, conversation, "@Badr please look", to="notes", mentioned=[str(badr.pk), "x"])

        note = conversation.messages.get(kind="NOTE")
        assert Mention.objects.get().agent == badr
        assert note.delivery == ""

    def test_keep_the_composer_in_note_mode(self, client, agent, conversation):
        page = write(client, conversation, "Only for us", to="notes").content.decode()

        assert 'value="note" data-key="n" checked' in page

    def test_show_mentions_and_links_marked(self, client, agent, conversation):
        write(client, conversation, "@Sara see https://narvan.example/x.", to="notes")

        page = client.get(reverse("inbox:timeline", args=[conversation.pk])).content.decode()

        assert '<bdi class="mention">@Sara</bdi>' in page
        assert 'href="https://narvan.example/x"' in page


def test_a_failed_message_can_be_tried_again_once(client, agent, conversation):
    message = make_reply(conversation, agent)
    Message.objects.filter(pk=message.pk).update(delivery=Delivery.FAILED, failure="Nobody home")
    url = reverse("inbox:delivery", args=[conversation.pk, message.pk])

    shown = client.get(reverse("inbox:timeline", args=[conversation.pk])).content.decode()
    first, second = client.post(url), client.post(url)

    assert "Nobody home" in shown
    assert url in shown
    assert (first.status_code, second.status_code) == (204, 409)


def test_a_message_of_another_conversation_cannot_be_tried_again(client, agent, conversation):
    message = make_reply(make_conversation("Other"), agent)

    assert client.post(reverse("inbox:delivery", args=[conversation.pk, message.pk])).status_code == 404


class TestCannedReplies:
    def test_come_with_names_filled_in_and_the_right_language_first(self, client, agent, conversation):
        for language in ("fa", "en"):
            body = f"{language}: Hello {{{{customer}}}}, {{{{agent}}}} here"
            services.save_canned_reply(None, shortcut="hi", title="Hello", body=body, language=language)

        page = client.get(reverse("inbox:canned", args=[conversation.pk]), {"q": "hi"}).content.decode()

        assert 'data-text="en: Hello Maryam, Sara here"' in page
        assert page.index("en: Hello") < page.index("fa: Hello")

    def test_close_the_gap_of_a_missing_name(self, client, agent):
        conversation = make_conversation("Hi")
        services.save_canned_reply(None, shortcut="hi", title="Hello", body="Hello {{customer}}!", language="")

        page = client.get(reverse("inbox:canned", args=[conversation.pk])).content.decode()

        assert 'data-text="Hello!"' in page


def test_mentions_offer_colleagues_but_not_oneself(client, agent, conversation):
    make_agent("Samir")

    page = client.get(reverse("inbox:mentions", args=[conversation.pk]), {"q": "sa"}).content.decode()

    assert "Samir" in page
    assert "Sara" not in page


def test_the_time_of_a_message_is_the_readers(client):
    reader = make_agent("Narges", language="fa", zone="Asia/Tehran")
    reader.calendar = "jalali"
    reader.save()
    client.force_login(reader)
    conversation = make_conversation("سلام", at=NOON)

    page = client.get(reverse("inbox:timeline", args=[conversation.pk])).content.decode()

    assert "۱۵:۳۰" in page
    assert "آذر ۱۴۰۵" in page
