"""Two conversations of one customer become one, and two again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rafiq.channels.webchat import live as webchat
from rafiq.inbox import queries
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Line, Message, Tag
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


@pytest.fixture
def two(play) -> tuple[Conversation, Conversation]:
    """A chat, and a mail of the same customer about the same matter, an hour later."""
    play("mail", address_of="EMAIL")
    chat = make_conversation("My fridge is warm", channel=make_channel(), thread="visitor-1", name="Maryam")
    mail = make_conversation(
        "The fridge again", channel=make_channel("mail"), thread="root-1", sender=("EMAIL", "m@customer.example"),
        at=NOON + timedelta(hours=1),
    )  # fmt: skip
    Conversation.objects.filter(pk=mail.pk).update(customer=chat.customer)
    return Conversation.objects.get(pk=chat.pk), Conversation.objects.get(pk=mail.pk)


def texts(conversation: Conversation) -> list[str]:
    return list(conversation.messages.order_by("pk").values_list("text", flat=True))


def kinds_of(conversation: Conversation) -> list[str]:
    found = Entry.objects.filter(key=conversation.topic).order_by("id")
    return [kind.rpartition(".")[2] for kind in found.values_list("kind", flat=True)]


class TestJoining:
    def test_brings_everything_over_and_closes_what_is_empty(self, two, agent):
        chat, mail = two
        badr = make_agent("Badr")
        tag = Tag.objects.create(name="Delivery")
        inbox.tag(conversation=mail, tag=tag, by=agent, at=NOON)
        inbox.write_note(conversation=mail, author=agent, body="@Badr", client_id=uuid4(), at=NOON, mentioned=[badr.pk])

        inbox.join(mail, into=chat, by=agent, at=NOON)

        assert texts(chat) == ["My fridge is warm", "The fridge again", "@Badr"]
        assert texts(mail) == []
        assert queries.tags_of(chat) == [tag]
        assert [row.id for row in queries.conversation_list(badr, view=queries.View.MENTIONS)] == [chat.pk]
        mail.refresh_from_db()
        chat.refresh_from_db()
        assert (mail.is_open, chat.is_open) == (False, True)
        assert (chat.last_text, chat.waiting_since) == ("The fridge again", NOON)
        assert kinds_of(mail)[-1] == "joined"
        assert kinds_of(chat)[-1] == "took_in"

    def test_lets_what_comes_next_go_where_everything_is(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)

        receipt = receive("Hello?", channel=mail.channel, thread="root-1", sender=("EMAIL", "m@customer.example"))

        assert receipt.conversation_id == chat.pk

    def test_and_closing_what_stays_opens_that_again_and_never_the_empty_one(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        inbox.resolve(conversation=chat, by=agent, at=NOON)

        receipt = receive("Hello?", channel=mail.channel, thread="root-1", sender=("EMAIL", "m@customer.example"))

        assert receipt.conversation_id == chat.pk
        assert [one.is_open for one in Conversation.objects.order_by("pk")] == [True, False]

    def test_into_a_snoozed_one_wakes_it_when_somebody_waits(self, two, agent):
        chat, mail = two
        inbox.snooze(conversation=chat, until=NOON + timedelta(days=1), by=agent, at=NOON)

        inbox.join(mail, into=chat, by=agent, at=NOON)

        chat.refresh_from_db()
        assert not chat.is_snoozed

    def test_of_two_customers_is_refused(self, two, agent):
        chat, _ = two
        with pytest.raises(inbox.NotTheSameCustomer):
            inbox.join(make_conversation(channel=chat.channel), into=chat, by=agent, at=NOON)
        with pytest.raises(inbox.NotTheSameCustomer):
            inbox.join(chat, into=chat, by=agent, at=NOON)

    def test_twice_or_into_a_closed_one_is_refused(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        with pytest.raises(inbox.AlreadyJoined):
            inbox.join(mail, into=chat, by=agent, at=NOON)
        with pytest.raises(inbox.NotOpen):
            inbox.join(chat, into=mail, by=agent, at=NOON)

    def test_ends_writing_in_the_empty_one(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        with pytest.raises(inbox.AlreadyJoined):
            make_reply(mail, agent)
        with pytest.raises(inbox.AlreadyJoined):
            inbox.reopen(conversation=mail, by=agent, at=NOON)


class TestParting:
    def test_makes_both_as_they_were(self, two, agent):
        chat, mail = two
        tag = Tag.objects.create(name="Delivery")
        inbox.tag(conversation=mail, tag=tag, by=agent, at=NOON)
        before = list(Conversation.objects.order_by("pk").values())
        inbox.join(mail, into=chat, by=agent, at=NOON)

        inbox.part(mail, by=agent, at=NOON)

        assert list(Conversation.objects.order_by("pk").values()) == before
        assert (texts(chat), texts(mail)) == (["My fridge is warm"], ["The fridge again"])
        assert queries.tags_of(mail) == [tag]
        assert not Line.objects.exists()
        assert kinds_of(mail)[-1] == kinds_of(chat)[-1] == "parted"

    def test_keeps_what_was_said_since_where_it_was_said(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        make_reply(chat, agent, "Both answered", at=NOON + timedelta(hours=2))

        inbox.part(mail, by=agent, at=NOON)

        chat.refresh_from_db()
        mail.refresh_from_db()
        assert texts(chat) == ["My fridge is warm", "Both answered"]
        assert (chat.last_text, mail.last_text) == ("Both answered", "The fridge again")
        assert (chat.waiting_since, mail.waiting_since) == (None, None)

    def test_of_a_chain_in_any_order_gives_each_its_own(self, two, agent):
        chat, mail = two
        third = make_conversation("Third", channel=chat.channel, thread="visitor-3", name="Maryam")
        Conversation.objects.filter(pk=third.pk).update(customer=chat.customer)
        inbox.join(mail, into=chat, by=agent, at=NOON)
        inbox.join(chat, into=third, by=agent, at=NOON)

        inbox.part(mail, by=agent, at=NOON)
        inbox.part(chat, by=agent, at=NOON)

        assert (texts(mail), texts(chat), texts(third)) == (["The fridge again"], ["My fridge is warm"], ["Third"])

    def test_leaves_only_one_open_in_a_thread(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        inbox.resolve(conversation=chat, by=agent, at=NOON)
        late = NOON + timedelta(days=9)
        receive("New", channel=mail.channel, thread="root-1", sender=("EMAIL", "m@customer.example"), at=late)

        inbox.part(mail, by=agent, at=late)

        mail.refresh_from_db()
        assert not mail.is_open

    def test_twice_is_refused(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        inbox.part(mail, by=agent, at=NOON)
        with pytest.raises(inbox.NotJoined):
            inbox.part(mail, by=agent, at=NOON)


class TestOnTheDesk:
    def test_the_other_open_one_is_named_and_can_be_joined_and_parted(self, two, client, agent):
        chat, mail = two
        page = client.get(reverse("inbox:conversation", args=[chat.pk])).content.decode()
        assert "Also open:" in page
        assert reverse("inbox:joining", args=[mail.pk]) in page

        done = client.put(reverse("inbox:joining", args=[mail.pk]), f"into={chat.pk}")
        assert f"#{mail.pk} was joined" in done.content.decode()
        assert chat.topic in done["HX-Trigger"]
        assert mail.topic in done["HX-Trigger"]
        page = client.get(reverse("inbox:conversation", args=[mail.pk])).content.decode()
        assert "Everything said here goes on in" in page
        assert 'class="composer"' not in page

        assert client.delete(reverse("inbox:joining", args=[mail.pk])).status_code == 204
        assert texts(mail) == ["The fridge again"]

    def test_with_what_may_not_be_seen_nothing_is_joined(self, two, client, agent):
        chat, mail = two
        team = make_team("Legal", is_private=True)
        inbox.assign(conversation=mail, assignee=None, team=team, by=agent, at=NOON)

        assert client.put(reverse("inbox:joining", args=[mail.pk]), f"into={chat.pk}").status_code == 404
        assert client.put(reverse("inbox:joining", args=[chat.pk]), f"into={mail.pk}").status_code == 404
        assert "Also open:" not in client.get(reverse("inbox:conversation", args=[chat.pk])).content.decode()

    def test_nonsense_is_refused_in_words(self, two, client, agent):
        chat, mail = two
        for into in ("", "x", str(chat.pk)):
            assert client.put(reverse("inbox:joining", args=[chat.pk]), f"into={into}").status_code == 409
        assert client.delete(reverse("inbox:joining", args=[chat.pk])).status_code == 409
        assert (texts(chat), texts(mail)) == (["My fridge is warm"], ["The fridge again"])


class TestTheVisitor:
    """Whoever chats goes on chatting, and sees nothing of what was said elsewhere."""

    def snapshot(self, channel: Channel) -> dict:
        return webchat.snapshot(thread="visitor-1", channel_id=channel.pk, after=0)

    def test_of_a_joined_chat_sees_the_same_as_before(self, two, agent):
        chat, mail = two
        inbox.join(chat, into=mail, by=agent, at=NOON)

        shown = self.snapshot(chat.channel)

        assert [one["text"] for one in shown["messages"]] == ["My fridge is warm"]
        assert shown["conversation"]["id"] == mail.pk
        assert shown["conversation"]["open"]

    def test_never_sees_a_mail_that_was_joined_into_the_chat(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        [by_mail] = [way for way in queries.ways(chat) if way.kind == "mail"]
        answer = inbox.reply(conversation=chat, author=agent, body="By mail", client_id=uuid4(), at=NOON, way=by_mail)
        inbox.deliver(answer.pk, at=NOON)

        assert [one["text"] for one in self.snapshot(chat.channel)["messages"]] == ["My fridge is warm"]

    def test_marks_nothing_read_that_went_another_way(self, two, agent):
        chat, mail = two
        inbox.join(mail, into=chat, by=agent, at=NOON)
        for way in queries.ways(chat):
            answer = inbox.reply(conversation=chat, author=agent, body=way.kind, client_id=uuid4(), at=NOON, way=way)
            inbox.deliver(answer.pk, at=NOON)

        webchat.mark(thread="visitor-1", channel_id=chat.channel_id, upto=answer.pk + 9, is_read=True, at=NOON)

        sent = Message.objects.filter(kind="OUTBOUND").values_list("text", "delivery")
        assert dict(sent) == {"webchat": "READ", "mail": "SENT"}
