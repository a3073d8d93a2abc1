"""The desk: lists, conversations, rights, bad input, and few statements."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.inbox import services
from rafiq.inbox.models import Message, Tag
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


def open_desk(client, conversation):
    return client.get(reverse("inbox:conversation", args=[conversation.pk]))


def test_the_desk_lists_what_nobody_has(client, agent):
    make_conversation("The fridge is warm", name="Maryam")

    page = client.get(reverse("inbox:home"), {"view": "unassigned"}).content.decode()

    assert "Maryam" in page
    assert "The fridge is warm" in page


def test_a_conversation_shows_what_was_said_and_done(client, agent):
    conversation = make_conversation("The fridge is warm", name="Maryam")
    make_reply(conversation, agent, "A technician comes tomorrow")

    page = open_desk(client, conversation).content.decode()

    assert "The fridge is warm" in page
    assert "A technician comes tomorrow" in page
    assert "took it" in page


def test_strangers_are_asked_to_log_in(client):
    conversation = make_conversation()

    assert open_desk(client, conversation).status_code == 302


def test_a_private_teams_conversation_does_not_exist_for_others(client, agent):
    conversation = make_conversation()
    team = make_team("Legal", is_private=True)
    by = make_agent("Boss", role=Role.SUPERVISOR)
    services.assign(conversation=conversation, assignee=None, team=team, by=by, at=NOON)

    for name in ("conversation", "timeline", "details", "assignment", "tags", "snooze", "canned", "mentions"):
        assert client.get(reverse(f"inbox:{name}", args=[conversation.pk])).status_code == 404
    for name in ("messages", "notes"):
        sent = client.post(reverse(f"inbox:{name}", args=[conversation.pk]), {"text": "Hi", "client_id": uuid4()})
        assert sent.status_code == 404
    for name in ("resolution", "snooze", "assignment", "seen"):
        assert client.put(reverse(f"inbox:{name}", args=[conversation.pk])).status_code == 404
    assert "Hello" not in client.get(reverse("inbox:list"), {"view": "open"}).content.decode()


def test_html_of_a_customer_is_shown_as_text(client, agent):
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    conversation = make_conversation(attack, name=attack)
    services.write_note(conversation=conversation, author=agent, body=attack, client_id=uuid4(), at=NOON)
    conversation.customer.about = conversation.customer.city = conversation.customer.company_name = attack
    conversation.customer.save()

    for page in (
        open_desk(client, conversation),
        client.get(reverse("search:everything"), {"q": "script"}),
        client.get(reverse("customers:customer", args=[conversation.customer_id])),
        client.get(reverse("customers:list")),
    ):
        words = page.content.decode()
        assert "<script>alert" not in words
        assert "<img src=x" not in words
        assert "&lt;script&gt;" in words


class TestList:
    def test_goes_on_after_the_last_row(self, client, agent):
        channel = make_channel()
        for number in range(45):
            receive(f"Word {number}", channel=channel, thread=f"t-{number}", at=NOON + timedelta(minutes=number))

        first = client.get(reverse("inbox:home"), {"view": "open"}).content.decode()
        more = first.split('id="more" hx-get="')[1].split('"')[0].replace("&amp;", "&")
        second = client.get(more).content.decode()

        assert first.count('id="row-') == 40
        assert second.count('id="row-') == 5
        assert "Word 0<" in second

    def test_refetches_as_many_rows_as_are_shown(self, client, agent):
        channel = make_channel()
        for number in range(45):
            receive("Word", channel=channel, thread=f"t-{number}")

        again = client.get(reverse("inbox:list"), {"view": "open", "rows": "45"}).content.decode()

        assert again.count('id="row-') == 45

    def test_narrows_to_a_tag(self, client, agent):
        tagged, other = make_conversation("Late"), make_conversation("Broken")
        tag = Tag.objects.create(name="Delivery")
        services.tag(conversation=tagged, tag=tag, by=agent, at=NOON)

        page = client.get(reverse("inbox:list"), {"tag": tag.pk}).content.decode()

        assert f'id="row-{tagged.pk}"' in page
        assert f'id="row-{other.pk}"' not in page

    @pytest.mark.parametrize("query", ["view=nonsense", "team=x", "after=x,y", "rows=-1", "tag=999999999999999999999"])
    def test_takes_nonsense_for_not_said(self, client, agent, query):
        assert client.get(f"{reverse('inbox:list')}?{query}").status_code == 200


class TestTimeline:
    def test_shows_earlier_pages(self, client, agent):
        conversation = make_conversation("First")
        for number in range(70):
            make_reply(conversation, agent, f"Answer {number}", at=NOON + timedelta(minutes=number))

        page = open_desk(client, conversation).content.decode()
        earlier = page.split('id="earlier-more"')[1].split('hx-get="')[1].split('"')[0]
        before = client.get(earlier).content.decode()

        assert "Answer 69" in page
        assert ">First</p>" not in page
        assert ">First</p>" in before

    def test_refetches_everything_since_the_first_shown(self, client, agent):
        conversation = make_conversation("First")
        second = make_reply(conversation, agent, "Second")
        make_reply(conversation, agent, "Third")

        url = reverse("inbox:timeline", args=[conversation.pk])
        again = client.get(url, {"since": second.pk}).content.decode()

        assert "Second" in again
        assert "Third" in again
        assert ">First</p>" not in again


class TestFewStatements:
    def test_the_desk(self, client, agent, django_assert_max_num_queries):
        for _ in range(3):
            make_conversation()
        with django_assert_max_num_queries(10):
            client.get(reverse("inbox:home"), {"view": "open"})

    def test_a_conversation(self, client, agent, django_assert_max_num_queries):
        conversation = make_conversation()
        make_reply(conversation, agent)
        services.tag(conversation=conversation, tag=Tag.objects.create(name="Late"), by=agent, at=NOON)
        with django_assert_max_num_queries(10):
            open_desk(client, conversation)

    def test_a_search(self, client, agent, django_assert_max_num_queries):
        make_conversation("Fridge")
        with django_assert_max_num_queries(10):
            client.get(reverse("search:everything"), {"q": "fridge", "kind": "conversations"})

    def test_a_search_in_all_ways_there_are(self, client, agent, monkeypatch, django_assert_max_num_queries):
        search = import_module("rafiq.inbox.queries.search")  # the package has a function of that name
        monkeypatch.setattr(search, "STRETCH", 1)
        for number in range(search.FREQUENT):
            make_conversation(f"Fridges {number}")
        with django_assert_max_num_queries(10) as captured:
            page = client.get(reverse("search:everything"), {"q": "fridg", "kind": "conversations"})
        assert sum("UNION ALL" in one["sql"] and "@@" in one["sql"] for one in captured) == 1
        assert page.text.count('class="found ') == search.FREQUENT

    def test_a_search_in_all_rooms(self, client, agent, django_assert_num_queries):
        """Two for who asks, two for filters, one for synonyms, five, one, one and one for the rooms, one for counts."""
        make_conversation("Fridge")
        with django_assert_num_queries(14):
            client.get(reverse("search:everything"), {"q": "fridge"})

    def test_a_search_as_somebody_types(self, client, agent, django_assert_num_queries):
        """Nothing is read for filters that are shown already, nor for the frame around them."""
        make_conversation("Fridge")
        shown = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search/?q=f"}
        with django_assert_num_queries(11):
            client.get(reverse("search:everything"), {"q": "fridge"}, headers=shown)

    def test_a_customer(self, client, agent, django_assert_max_num_queries):
        conversation = make_conversation("Fridge")
        with django_assert_max_num_queries(10):
            client.get(reverse("customers:customer", args=[conversation.customer_id]))


def test_seeing_marks_the_customers_words_and_the_mentions(client, agent):
    conversation = make_conversation()
    said = Message.objects.get()
    writer = make_agent("Badr")
    services.write_note(
        conversation=conversation, author=writer, body="@Sara", client_id=uuid4(), at=NOON, mentioned=[agent.pk]
    )

    client.put(reverse("inbox:seen", args=[conversation.pk]), f"upto={said.pk}")

    conversation.refresh_from_db()
    assert conversation.seen_message_id == said.pk
    assert not agent.pk or not list(conversation.messages.filter(mentions__seen_at=None, mentions__agent=agent))
