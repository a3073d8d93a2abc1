"""Search and the palette: spelling does not matter, what is found is marked, nothing is taken for HTML."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rafiq.inbox.presentation import words
from tests.makers import make_agent, make_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


def search(client, q):
    return client.get(reverse("search:everything"), {"q": q}).content.decode()


def test_finds_messages_whatever_the_spelling_and_marks_the_word(client, agent):
    make_conversation("يخچال من سرد نمی‌کند")

    assert "<mark>يخچال</mark>" in search(client, "یخچال")
    assert "<mark>نمی‌کند</mark>" in search(client, "نمی کند")


def test_finds_customers_and_conversations_by_number(client, agent):
    conversation = make_conversation("Hello", name="Maryam Sharifi")

    assert "Maryam Sharifi" in search(client, "maryam")
    assert reverse("inbox:conversation", args=[conversation.pk]) in search(client, f"#{conversation.pk}")


def test_answers_nothing_with_help(client, agent):
    assert "Nothing has these words" in search(client, "nowhere")
    assert "Find anything" in search(client, "")


@pytest.mark.parametrize("q", ["'", "\\", "a & | !", "\x00", "x" * 5000, "<b>", "()", ":*"])
def test_takes_any_words(client, agent, q):
    make_conversation("a quote ' and <b>bold</b>")

    assert client.get(reverse("search:everything"), {"q": q}).status_code == 200


def test_the_palette_finds_acts_only_while_a_conversation_is_open(client, agent):
    conversation = make_conversation("Hello")
    with_open = client.get(reverse("inbox:palette"), {"q": "snooze", "open": conversation.pk}).content.decode()
    without = client.get(reverse("inbox:palette"), {"q": "snooze"}).content.decode()

    assert 'data-press="s"' in with_open
    assert 'data-press="s"' not in without


class TestParts:
    def test_links_leave_the_full_stop_outside(self):
        parts = words.parts("See https://narvan.example/a?b=1.")

        assert [part.href for part in parts if part.href] == ["https://narvan.example/a?b=1"]
        assert parts[-1].text == "."

    def test_only_web_addresses_become_links(self):
        assert not [part for part in words.parts("javascript:alert(1) data:text/html,x") if part.href]

    def test_mentions_take_the_longest_name(self):
        parts = words.parts("@Sara Amini and @Sarah", names=["Sara", "Sara Amini"])

        assert [part.text for part in parts if part.is_mention] == ["@Sara Amini"]
