"""Which ways lead to a customer, and which one an answer takes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from rafiq.customers.models import Identity
from rafiq.inbox import queries
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Channel, Conversation, Line, Message
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_team, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(play) -> None:
    """Mail and SMS, whose threads begun from here are `to:<address>`."""
    play("mail", address_of="EMAIL")
    play("sms", address_of="PHONE")


@pytest.fixture
def shop(kinds) -> Channel:
    return make_channel()


def chat(shop: Channel) -> Conversation:
    return make_conversation("Where is my fridge?", channel=shop, thread="visitor-1", name="Maryam")


def know(conversation: Conversation, kind: str, value: str, *, is_verified: bool = True) -> None:
    Identity.objects.create(
        customer=conversation.customer, kind=kind, value=value, is_verified=is_verified, added_at=NOON
    )


def answer(conversation: Conversation, **fields: object) -> Message:
    given = {"author": make_agent(), "body": "On its way", "client_id": uuid4(), "at": NOON}
    return inbox.reply(conversation=conversation, **(given | fields))


def brief(conversation: Conversation) -> list[tuple[str, str, bool]]:
    return [(way.kind, way.address, way.is_verified) for way in queries.ways(conversation)]


class TestWays:
    def test_are_the_thread_itself_and_every_address_of_the_customer(self, shop):
        conversation = chat(shop)
        make_channel("mail")
        make_channel("sms")
        know(conversation, "EMAIL", "m@customer.example", is_verified=False)
        know(conversation, "PHONE", "+989121234567")

        assert brief(conversation) == [
            ("webchat", "Shop", True), ("sms", "+989121234567", True), ("mail", "m@customer.example", False)
        ]  # fmt: skip

    def test_a_channel_that_is_off_leads_nowhere(self, shop):
        conversation = chat(shop)
        mail = make_channel("mail")
        know(conversation, "EMAIL", "m@customer.example")
        inbox.save_channel(mail, kind="mail", name="Mail", settings={}, at=NOON, is_active=False)

        assert [way.kind for way in queries.ways(conversation)] == ["webchat"]

    def test_a_thread_and_the_address_it_leads_to_are_one_way(self, shop):
        mail = make_channel("mail")
        conversation = make_conversation(
            "My invoice", channel=mail, thread="root-1", sender=("EMAIL", "m@customer.example"),
            extras={"from": "M@customer.example"},
        )  # fmt: skip

        assert [way.thread for way in queries.ways(conversation)] == ["root-1"]

    def test_a_handle_is_shown_by_its_readable_name(self, play):
        play("chatty", address_of="TELEGRAM")
        conversation = make_conversation(
            "Hi", channel=make_channel("chatty"), thread="to:777", sender=("TELEGRAM", "777"), sender_label="@maryam"
        )

        assert brief(conversation) == [("chatty", "@maryam", True)]

    def test_kinds_that_nobody_brings_any_more_are_passed_over(self, shop):
        conversation = chat(shop)
        make_channel("gone")

        assert len(queries.ways(conversation)) == 1

    def test_are_found_by_one_statement(self, shop, django_assert_num_queries):
        conversation = chat(shop)
        for kind in ("mail", "sms"):
            make_channel(kind)
        know(conversation, "EMAIL", "m@customer.example")
        with django_assert_num_queries(1):
            queries.ways(conversation)


class TestDefault:
    def test_is_where_the_customer_last_wrote(self, shop):
        conversation = chat(shop)
        mail = make_channel("mail")
        know(conversation, "EMAIL", "m@customer.example")
        answer(conversation, way=queries.ways(conversation)[1])
        assert queries.ways(conversation)[0].kind == "webchat"

        receive("By mail now", channel=mail, thread="to:m@customer.example", sender=("EMAIL", "m@customer.example"))

        assert queries.ways(conversation)[0].kind == "mail"

    def test_is_what_the_customer_asked_for_where_they_can_be_reached(self, shop):
        conversation = chat(shop)
        conversation.customer.preferred_kind = "sms"
        conversation.customer.save()
        make_channel("sms")
        assert queries.ways(conversation)[0].kind == "webchat"

        know(conversation, "PHONE", "+989121234567")

        assert queries.ways(conversation)[0].kind == "sms"

    def test_takes_an_answer_that_names_no_way(self, shop):
        conversation = chat(shop)
        conversation.customer.preferred_kind = "sms"
        conversation.customer.save()
        sms = make_channel("sms")
        know(conversation, "PHONE", "+989121234567")

        message = answer(conversation)

        assert (message.channel, message.thread) == (sms, "to:+989121234567")


class TestAnswers:
    def test_come_back_into_the_same_conversation(self, shop):
        conversation = chat(shop)
        sms = make_channel("sms")
        know(conversation, "PHONE", "+989121234567")

        answer(conversation, way=queries.ways(conversation)[1])
        receipt = receive("Thanks", channel=sms, thread="to:+989121234567", sender=("PHONE", "+989121234567"))

        assert receipt.conversation_id == conversation.pk
        assert Conversation.objects.count() == 1
        assert Message.objects.get(text="Thanks").channel == sms

    def test_move_the_line_to_where_was_written_last(self, shop):
        first, second = chat(shop), make_conversation("Another matter", channel=shop, thread="visitor-2")
        sms = make_channel("sms")
        know(first, "PHONE", "+989121234567")
        answer(first, way=queries.ways(first)[1])
        first.customer.identities.filter(kind="PHONE").update(customer=second.customer)

        answer(second, way=queries.ways(second)[1], at=NOON + timedelta(hours=1))

        receipt = receive("Ok", channel=sms, thread="to:+989121234567", sender=("PHONE", "+989121234567"))
        assert receipt.conversation_id == second.pk
        assert Line.objects.get().conversation == second

    def test_leave_a_thread_where_it_leads_when_that_is_out_of_the_writers_sight(self, shop):
        sms, insider, outsider = make_channel("sms"), make_agent("Insider"), make_agent("Outsider")
        own = {"sender": ("PHONE", "+989121234567"), "thread": "to:+989121234567", "channel": sms}
        hidden = make_conversation("Between us", **own)
        team = make_team("Secret", members=[insider], is_private=True)
        inbox.assign(conversation=hidden, assignee=None, team=team, by=insider, at=NOON)
        seen = make_conversation("Hello", channel=shop, thread="visitor-9")
        Conversation.objects.filter(pk=seen.pk).update(customer=hidden.customer_id)
        seen.refresh_from_db()
        way = next(one for one in queries.ways(seen) if one.channel_id == sms.pk)

        answer(seen, author=outsider, way=way)

        assert receive("And this, too", **own).conversation_id == hidden.pk

    def test_leave_a_strangers_thread_to_the_stranger(self, shop):
        sms = make_channel("sms")
        own = {"sender": ("PHONE", "+989121234567"), "thread": "to:+989121234567", "channel": sms}
        theirs = make_conversation("My own matter", **own)
        claiming = chat(shop)
        know(claiming, "PHONE", "+989121234567", is_verified=False)
        way = next(one for one in queries.ways(claiming) if one.channel_id == sms.pk)

        answer(claiming, way=way)

        assert receive("What is this?", **own).conversation_id == theirs.pk

    def test_never_go_a_way_the_customer_does_not_have(self, shop):
        conversation = chat(shop)
        sms = make_channel("sms")

        for thread in ("to:+1555", "visitor-1"):
            with pytest.raises(inbox.NoSuchWay):
                answer(conversation, way=Way(channel_id=sms.pk, thread=thread, address="x"))

        assert not Message.objects.filter(kind="OUTBOUND").exists()

    def test_of_somebody_else_say_who_wrote(self, shop):
        conversation = chat(shop)
        sms = make_channel("sms")
        know(conversation, "PHONE", "+989121234567", is_verified=False)
        answer(conversation, way=queries.ways(conversation)[1])

        receipt = receive("His son here", channel=sms, thread="to:+989121234567", sender=("PHONE", "+989121234567"))

        said = Message.objects.get(pk=receipt.message_id)
        assert receipt.conversation_id == conversation.pk
        assert receipt.customer_id == conversation.customer_id
        assert said.extras == {"from": "+989121234567"}
