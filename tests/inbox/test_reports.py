"""What providers say afterwards of what they took: late, twice, out of order, and sometimes too early."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import DeliveryReport, Outbound
from rafiq.inbox.models import Conversation, Delivery, EarlyReport
from tests.inbox.playing import Played
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(play) -> Played:
    return play("played")


@pytest.fixture
def conversation(provider) -> Conversation:
    return make_conversation("Hello", channel=make_channel("played"), thread="t-1")


class TestReports:
    def test_that_come_before_we_know_the_providers_name_for_it_are_kept(self, conversation, provider):
        answer = make_reply(conversation, make_agent())
        early = DeliveryReport(provider_id=f"played-{answer.pk}", delivery="DELIVERED")

        def tell_at_once(message: Outbound) -> None:
            inbox.note_reports(channel_id=message.channel_id, reports=[early], at=NOON)

        provider.react = tell_at_once
        inbox.deliver(answer.pk, at=NOON)

        answer.refresh_from_db()
        assert answer.delivery == Delivery.DELIVERED
        assert not EarlyReport.objects.exists()

    def test_never_move_a_message_back(self, conversation, provider):
        answer = make_reply(conversation, make_agent())
        inbox.deliver(answer.pk, at=NOON)
        for delivery in ("READ", "DELIVERED", "SENT", "FAILED"):
            report = DeliveryReport(provider_id=f"played-{answer.pk}", delivery=delivery)
            inbox.note_reports(channel_id=conversation.channel_id, reports=[report, report], at=NOON)

        answer.refresh_from_db()
        assert answer.delivery == Delivery.READ

    def test_of_another_channel_are_none_of_ours(self, conversation, provider):
        answer = make_reply(conversation, make_agent())
        inbox.deliver(answer.pk, at=NOON)
        other = make_channel("played")

        report = DeliveryReport(provider_id=f"played-{answer.pk}", delivery="DELIVERED")
        inbox.note_reports(channel_id=other.pk, reports=[report], at=NOON)

        answer.refresh_from_db()
        assert answer.delivery == Delivery.SENT

    def test_of_what_was_never_ours_are_forgotten(self, conversation):
        report = DeliveryReport(provider_id="strange", delivery="DELIVERED")
        inbox.note_reports(channel_id=conversation.channel_id, reports=[report], at=NOON)

        inbox.deliver_left(at=NOON + timedelta(days=4))

        assert not EarlyReport.objects.exists()
