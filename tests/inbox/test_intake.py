"""The one door in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafiq.customers.models import Customer, Identity
from rafiq.inbox import intake
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_agent, make_channel, make_inbound, receive

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


class TestFirstMessage:
    def test_makes_customer_conversation_and_message(self):
        receipt = receive("سلام، یخچالم خنک نمی‌کند", name="مریم", email="Maryam@Example.com")

        conversation = Conversation.objects.get(pk=receipt.conversation_id)
        assert conversation.customer.name == "مریم"
        assert conversation.waiting_since == NOON
        assert conversation.language == "fa"
        assert conversation.messages.get().text == "سلام، یخچالم خنک نمی‌کند"

    def test_tells_the_log_in_order(self):
        receive()

        assert kinds() == ["customers.customer.created", "inbox.conversation.opened", "inbox.message.received"]

    def test_an_email_that_is_only_claimed_leads_to_nobody(self):
        first = receive(email="maryam@example.com")
        second = receive(email="maryam@example.com", thread="visitor-2")

        assert first.customer_id != second.customer_id
        assert not Identity.objects.filter(kind="EMAIL", is_verified=True).exists()


class TestRepeats:
    def test_the_same_external_id_is_stored_once(self):
        channel = make_channel()
        message = make_inbound(channel=channel)

        first = intake.receive([message], at=NOON)[0]
        again = intake.receive([message, message], at=NOON)

        assert [one.message_id for one in again] == [first.message_id] * 2
        assert [first.is_new, again[0].is_new] == [True, False]
        assert Message.objects.count() == 1
        assert kinds().count("inbox.message.received") == 1

    def test_the_same_external_id_on_another_channel_is_another_message(self):
        for channel in (make_channel(), make_channel()):
            intake.receive([make_inbound(channel=channel, external_id="7")], at=NOON)

        assert Message.objects.count() == 2


class TestNextMessage:
    def test_keeps_the_first_waiting_time_when_the_customer_adds_more(self):
        receive()
        receipt = receive("Hello?", at=NOON + timedelta(minutes=5))

        conversation = Conversation.objects.get(pk=receipt.conversation_id)
        assert conversation.waiting_since == NOON
        assert conversation.last_text == "Hello?"

    def test_wakes_a_snoozed_conversation(self):
        conversation = Conversation.objects.get(pk=receive().conversation_id)
        inbox.snooze(conversation=conversation, until=NOON + timedelta(days=1), by=make_agent(), at=NOON)

        receive("Are you there?")

        conversation.refresh_from_db()
        assert not conversation.is_snoozed
        assert "inbox.conversation.woken" in kinds()

    def test_opens_a_freshly_settled_conversation_again(self):
        conversation = Conversation.objects.get(pk=receive().conversation_id)
        inbox.resolve(conversation=conversation, by=make_agent(), at=NOON)

        receipt = receive("It broke again", at=NOON + timedelta(days=2))

        assert receipt.conversation_id == conversation.pk
        assert Conversation.objects.get().is_open

    def test_begins_a_new_conversation_when_the_old_one_was_settled_long_ago(self):
        conversation = Conversation.objects.get(pk=receive().conversation_id)
        inbox.resolve(conversation=conversation, by=make_agent(), at=NOON)

        receipt = receive("Something else", at=NOON + timedelta(days=4))

        assert receipt.conversation_id != conversation.pk
        assert receipt.customer_id == conversation.customer_id


def test_the_number_of_statements_does_not_depend_on_the_size_of_the_batch():
    channel = make_channel()

    def statements_for(size: int, offset: int) -> int:
        batch = [make_inbound(channel=channel, thread=f"v{offset + n % (size // 2)}") for n in range(size)]
        with CaptureQueriesContext(connection) as captured:
            intake.receive(batch, at=NOON)
        return len(captured)

    small, large = statements_for(4, 0), statements_for(400, 1000)

    assert small == large
    assert large <= 14


def test_messages_of_one_thread_in_one_batch_keep_their_order():
    channel = make_channel()
    batch = [make_inbound(str(n), channel=channel) for n in range(20)]

    intake.receive(batch, at=NOON)

    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == [str(n) for n in range(20)]


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_eight_threads_receiving_the_same_first_message_store_it_once(self):
        channel = make_channel()
        message = make_inbound(channel=channel)

        with ThreadPoolExecutor(8) as pool:
            receipts = list(pool.map(lambda _: _receive_apart([message]), range(8)))

        assert len({one.message_id for receipt in receipts for one in receipt}) == 1
        assert sum(one.is_new for receipt in receipts for one in receipt) == 1
        assert (Customer.objects.count(), Conversation.objects.count(), Message.objects.count()) == (1, 1, 1)

    def test_eight_threads_with_overlapping_batches_neither_lose_nor_double_anything(self):
        channel = make_channel()
        messages = [make_inbound(str(n), channel=channel, thread=f"v{n % 5}", external_id=str(n)) for n in range(60)]
        batches = [[*messages[start:], *messages[:start]] for start in range(0, 56, 7)]

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(_receive_apart, batches))

        assert Message.objects.count() == 60
        assert (Customer.objects.count(), Conversation.objects.count()) == (5, 5)
        assert kinds().count("inbox.message.received") == 60


def _receive_apart(batch):
    try:
        return intake.receive(batch, at=NOON)
    finally:
        connection.close()


def test_a_batch_that_fails_leaves_nothing_half_written():
    channel = Channel.objects.get(pk=make_channel().pk)
    broken = make_inbound(channel=channel, external_id="x" * 500)

    with pytest.raises(Exception, match="too long"):
        intake.receive([make_inbound(channel=channel), broken], at=NOON)

    assert not Customer.objects.exists()
