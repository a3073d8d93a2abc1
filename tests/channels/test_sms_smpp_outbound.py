"""What goes out over a message centre, and what its receipts make of it."""

from datetime import timedelta

import pytest

from rafiq.channels.sms.models import SentPart
from rafiq.channels.sms.smpp import receipts
from rafiq.channels.sms.smpp.adapter import Smpp
from rafiq.channels.sms.smpp.pdu import Bind, Malformed, Pdu, Short
from rafiq.channels.transport.models import Connection
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from tests.channels import smsc
from tests.channels.sms_peers import (
    LONG_ARABIC,
    LONG_PERSIAN,
    PHONE,
    a_centre,
    a_conversation,
    answer,
    delivery,
    listening,
    smpp_channel,
    states,
    take_in,
)
from tests.channels.test_sms_smpp_inbound import REAL, come
from tests.makers import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    with a_centre() as found:
        yield found


def send(message, *, at=NOON):
    """Deliver as the job does; waiting for the provider is not this test's matter."""
    try:
        inbox.deliver(message.pk, at=at)
    except Exception as error:
        if type(error).__name__ != "NotYet":
            raise


@pytest.mark.parametrize("long", ["udh8", "udh16", "sar", "payload"])
def test_long_answers_reach_the_centre_as_they_were_written(centre, long):
    channel = smpp_channel(centre, long=long)
    for number, words in enumerate((LONG_PERSIAN, LONG_ARABIC, "Your fridge comes on Monday, 9:00. " * 10)):
        message = answer(a_conversation(channel, phone=f"+98912000000{number}"), words)
        before = len(centre.texts())
        send(message)

        assert delivery(message) == ("SENT", "")
        assert "".join(centre.texts()[before:]) == message.text
        assert {one.to for one in centre.submitted[before:]} == {f"98912000000{number}"}
        assert all(one.registered == 1 and one.source == "3000505" for one in centre.submitted)
        assert message.provider_id == centre.submitted[before].provider_id
    assert centre.binds == ["transmitter"]


def test_headers_number_the_parts_and_the_next_message_has_another_number(centre):
    conversation = a_conversation(smpp_channel(centre))
    for words in (LONG_PERSIAN, LONG_ARABIC):
        send(answer(conversation, words))

    heads = [one.octets[:6] for one in centre.submitted]
    assert all(one.esm_class == 0x40 and one.coding == 8 and len(one.octets) <= 140 for one in centre.submitted)
    assert [head[5] for head in heads] == [1, 2, 3, 4][: heads[0][4]] + [1, 2, 3, 4][: heads[-1][4]]
    assert len({head[3] for head in heads}) == 2


def test_a_centre_that_is_busy_gets_it_later_and_no_part_twice(centre):
    message = answer(a_conversation(smpp_channel(centre)), LONG_PERSIAN)
    centre.full = 1
    send(message)
    assert delivery(message)[0] == "QUEUED"
    assert Smpp().kind == message.channel.kind
    assert type(message).objects.get(pk=message.pk).channel.paused_until is not None

    send(message, at=NOON + timedelta(minutes=1))
    assert delivery(message) == ("SENT", "")
    assert "".join(centre.texts()) == message.text


def test_throttled_in_the_middle_the_next_try_goes_on_there(centre):
    message = answer(a_conversation(smpp_channel(centre)), LONG_PERSIAN)
    total = len(smsc.parts(LONG_PERSIAN))
    centre.hang_up_at = 2
    send(message)
    assert len(centre.texts()) == 1
    centre.throttled = 1
    send(message, at=NOON + timedelta(minutes=1))
    send(message, at=NOON + timedelta(minutes=2))

    assert delivery(message) == ("SENT", "")
    assert "".join(centre.texts()) == message.text
    assert len(centre.texts()) == total


def test_a_worker_killed_after_the_last_part_sends_nothing_twice(centre):
    message = answer(a_conversation(smpp_channel(centre)), LONG_PERSIAN)
    send(message)
    Message.objects.filter(pk=message.pk).update(delivery="QUEUED", provider_id="")  # as if its commit had been lost
    send(message)

    assert "".join(centre.texts()) == message.text
    assert delivery(message) == ("SENT", "")
    assert message.provider_id == centre.submitted[0].provider_id


def test_a_number_the_centre_knows_to_be_wrong_fails_at_once_with_the_reason(centre):
    centre.refused[PHONE[1:]] = 0x0B
    message = answer(a_conversation(smpp_channel(centre)), "hello")
    send(message)

    assert delivery(message) == ("FAILED", "The message centre says that this is no valid number")


def test_a_centre_that_is_gone_for_an_hour_gets_everything_once_in_order(centre):
    channel = smpp_channel(centre)
    conversation = a_conversation(channel)
    channel.settings["port"], port = 1, channel.settings["port"]
    channel.save()
    messages = [answer(conversation, f"answer {number}") for number in range(3)]
    for message in messages:
        send(message)
    assert {delivery(message)[0] for message in messages} == {"QUEUED"}

    channel.settings["port"] = port
    channel.paused_until = None
    channel.save()
    for message in messages:
        send(message, at=NOON + timedelta(hours=1))
    assert centre.texts() == ["answer 0", "answer 1", "answer 2"]
    assert {delivery(message)[0] for message in messages} == {"SENT"}


def test_a_refused_password_is_told_to_administrators_and_the_message_waits(centre):
    channel = smpp_channel(centre, password="wrong")
    message = answer(a_conversation(channel), "hello")
    send(message)

    assert delivery(message)[0] == "QUEUED"
    assert Connection.objects.get(channel=channel).state == "REVOKED"


def test_health_binds(centre):
    assert Smpp().health(smpp_channel(centre)).is_well
    refused = Smpp().health(smpp_channel(centre, password="wrong"))
    assert (refused.is_well, refused.words) == (False, "The message centre refused the password")
    assert not Smpp().health(smpp_channel(None)).is_well
    assert centre.binds == ["transmitter"]


class TestReceipts:
    def sent(self, centre, words="hello", **settings):
        message = answer(a_conversation(smpp_channel(centre, **settings)), words)
        send(message)
        return message, [one.provider_id for one in centre.submitted]

    def test_a_message_is_delivered_when_all_parts_are(self, centre):
        message, ids = self.sent(centre, LONG_PERSIAN)
        for number, provider_id in enumerate(ids[::-1]):
            come(message.channel, smsc.receipt(provider_id), start=number + 1)
            take_in()
            assert delivery(message)[0] == ("DELIVERED" if number + 1 == len(ids) else "SENT")
        come(message.channel, smsc.receipt(ids[0], "EXPIRED"), smsc.receipt(ids[0], "ENROUTE"), start=50)
        take_in()
        assert delivery(message) == ("DELIVERED", "")

    def test_all_receipts_in_one_batch(self, centre):
        message, ids = self.sent(centre, LONG_ARABIC)
        come(message.channel, *[smsc.receipt(provider_id) for provider_id in ids * 2])
        take_in()
        assert delivery(message)[0] == "DELIVERED"

    def test_one_part_that_fails_fails_the_message_and_trying_again_sends_all_of_it(self, centre):
        message, ids = self.sent(centre, LONG_PERSIAN)
        come(message.channel, smsc.receipt(ids[0]), smsc.receipt(ids[1], "UNDELIV", err="045"))
        take_in()
        assert delivery(message) == ("FAILED", "The network could not deliver it")

        inbox.retry_delivery(message=message, by=message.author, at=NOON)
        send(message)
        assert delivery(message)[0] == "SENT"
        assert "".join(centre.texts()[len(ids) :]) == message.text
        assert SentPart.objects.count() == len(ids)

    def test_hexadecimal_in_the_answer_and_decimal_in_the_receipt(self, centre):
        centre.hexadecimal = True
        message, [provider_id] = self.sent(centre)
        assert provider_id == "12345678"
        come(message.channel, smsc.receipt("0305419896"))
        take_in()
        assert delivery(message)[0] == "DELIVERED"

    def test_another_writing_of_an_id_counts_for_the_same_number_only(self, centre):
        message, [provider_id] = self.sent(centre)
        come(message.channel, smsc.receipt(f"{int(provider_id):X}", sender="989000000000"))
        take_in()
        assert delivery(message)[0] == "SENT"
        come(message.channel, smsc.receipt(f"{int(provider_id):X}"), start=9)
        take_in()
        assert delivery(message)[0] == "DELIVERED"

    def test_parameters_win_over_words(self, centre):
        message, [provider_id] = self.sent(centre)
        tlvs = {0x001E: provider_id.encode() + b"\0", 0x0427: b"\x02"}
        come(message.channel, smsc.receipt("unknown", "UNKNOWN", tlvs=tlvs))
        take_in()
        assert delivery(message)[0] == "DELIVERED"

    def test_a_receipt_without_its_flag_is_still_no_message_of_a_customer(self, centre):
        message, [provider_id] = self.sent(centre)
        come(message.channel, smsc.receipt(provider_id, esm_class=0), smsc.receipt("99", esm_class=0))
        take_in()
        assert delivery(message)[0] == "DELIVERED"
        assert Message.objects.filter(kind="INBOUND").count() == 1  # the one the conversation began with

    def test_a_receipt_that_is_ahead_of_the_answer_waits_for_it(self, centre):
        centre.lose_answer_at = 1
        message, _ = self.sent(centre)
        SentPart.objects.update(state="SENDING")  # as it stands while the answer is on its way
        come(message.channel, smsc.receipt(str(int(centre.submitted[0].provider_id) + 1)))
        take_in(NOON)
        assert states()[0][0] == "PENDING"

        send(message, at=NOON + timedelta(minutes=1))
        assert delivery(message)[0] == "SENT"
        take_in(NOON + timedelta(days=1))
        assert delivery(message)[0] == "DELIVERED"

    def test_receipts_of_others_are_passed_over_with_a_note(self):
        come(smpp_channel(), smsc.receipt("4711"))
        take_in()
        assert states() == [("DONE", "DELIVRD 000 a report of something this product did not send")]

    @pytest.mark.parametrize(("words", "fate", "ids"), [
        ("id:7 sub:001 dlvrd:001 submit date:1 done date:2 stat:DELIVRD err:000 text:x", "DELIVERED", "7"),
        ("ID:aB-9 SUB:001 STAT:undeliv ERR:12", "FAILED", "aB-9"),
        ("id: 77 stat: REJECTD", "FAILED", "77"),
        ("id:5 stat:ACCEPTD", "", "5"),
        ("id:5 status:DELIVERED", "DELIVERED", "5"),
    ])  # fmt: skip
    def test_dialects(self, words, fate, ids):
        found = receipts.read(Short(octets=words.encode(), esm_class=4))
        assert (found.fate, found.ids[0]) == (fate, ids)

    def test_people_may_write_about_ids(self):
        assert receipts.read(Short(octets=b"my order id: 4711 never came")) is None


@REAL
def test_one_connection_serves_both_directions_and_receipts_find_their_message():
    with a_centre(binds_allowed=1) as centre:
        channel = smpp_channel(centre)
        with listening(channel):
            centre.wait_for_bind("transceiver")
            message = answer(a_conversation(channel), LONG_PERSIAN)
            send(message)
            statuses = centre.deliver_all([smsc.receipt(one.provider_id) for one in centre.submitted])
    take_in()

    assert set(statuses) == {0}
    assert delivery(message)[0] == "DELIVERED"
    assert centre.binds == ["transceiver"]


class TestUnits:
    def test_the_specifications_own_bind(self):
        octets = bytes.fromhex(
            "0000002F000000020000000000000001534D50503354455354007365637265743038005355424D49543100000101 00".replace(
                " ", ""
            )
        )  # section 3.2.2 of the specification, with version 0x00
        unit = Pdu.decode(octets)
        bind = Bind.decode(unit.body)
        assert (unit.command, unit.sequence) == (2, 1)
        assert (bind.system_id, bind.password, bind.system_type) == ("SMPP3TEST", "secret08", "SUBMIT1")
        assert (bind.version, bind.address.ton, bind.address.npi) == (0, 1, 1)
        assert unit.encode() == octets
        assert bind.encode() == unit.body

    @pytest.mark.parametrize("cut", range(0, 30, 3))
    def test_torn_units_are_told_as_such(self, cut):
        whole = smsc.text("سلام")
        with pytest.raises(Malformed):
            Short.decode(whole[:cut])

    def test_our_units_are_what_the_centre_reads(self):
        short = Short(octets=b"hello", data_coding=3, registered_delivery=1, tlvs={0x0424: b"x"})
        read = smsc.parse(short.encode())
        assert (read.octets, read.coding, read.registered, read.tlvs) == (b"hello", 3, 1, {0x0424: b"x"})
