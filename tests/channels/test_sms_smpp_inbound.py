"""What a message centre delivers: journaled before it is acknowledged, joined once, never lost and never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafiq.channels.sms import jobs, joining
from rafiq.channels.sms.models import Gathering
from rafiq.channels.sms.smpp import contents
from rafiq.channels.sms.smpp.adapter import MISSING
from rafiq.channels.transport import cursors, journal
from rafiq.channels.transport.contracts import AccessRevoked, RawItem
from rafiq.channels.transport.models import Arrival
from rafiq.customers.models import Identity
from rafiq.inbox.models import Conversation, Message
from tests.channels import smsc
from tests.channels.sms_peers import LONG_ARABIC, LONG_PERSIAN, a_centre, listening, said, smpp_channel, states, take_in
from tests.makers import NOON

REAL = pytest.mark.django_db(transaction=True)


def come(channel, *bodies, at=NOON, start=1):
    """Journal deliveries as the listener does."""
    items = [
        RawItem(
            key=f"{channel.pk}:{at.isoformat()}:{number}",
            body=(16 + len(body)).to_bytes(4) + bytes([0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, number % 256]) + body,
            meta={"at": at.isoformat()},
        )
        for number, body in enumerate(bodies, start)
    ]
    journal.journal(channel.pk, items, at=at)


@REAL
def test_long_messages_of_both_languages_arrive_as_they_were_written():
    with a_centre() as centre:
        channel = smpp_channel(centre)
        with listening(channel):
            centre.wait_for_bind("transceiver")
            for number, words in enumerate((LONG_PERSIAN, LONG_ARABIC), 1):
                pieces = smsc.parts(words, reference=number, size=133 - number, sender=f"98912000000{number}")
                assert centre.deliver_all(pieces[::-1]) == [0] * len(pieces)
    take_in()

    assert said() == [LONG_PERSIAN, LONG_ARABIC]
    assert set(Identity.objects.values_list("kind", "value")) == {
        ("PHONE", "+989120000001"),
        ("PHONE", "+989120000002"),
    }
    assert set(Conversation.objects.values_list("thread", flat=True)) == {"+989120000001", "+989120000002"}


@REAL
def test_nothing_is_acknowledged_that_is_not_in_the_journal(monkeypatch):
    with a_centre() as centre:
        channel = smpp_channel(centre)
        with listening(channel):
            centre.wait_for_bind("transceiver")
            with connection.cursor() as cursor:  # the database refuses to store anything
                cursor.execute("ALTER TABLE transport_arrival ADD CONSTRAINT closed CHECK (size < 0) NOT VALID")
            try:
                refused = centre.deliver(smsc.text("first"))
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("ALTER TABLE transport_arrival DROP CONSTRAINT closed")
            taken = centre.deliver(smsc.text("first"))
    take_in()

    assert (refused, taken) == (0x64, 0)
    assert said() == ["first"]


@REAL
def test_what_is_delivered_again_on_the_next_connection_is_one_message():
    with a_centre(hang_up_on_delivery=1) as centre:
        channel = smpp_channel(centre, enquire_seconds=30)
        with listening(channel):
            centre.wait_for_bind("transceiver")
            with pytest.raises(ConnectionResetError):
                centre.deliver(smsc.text("OK"))
            assert Arrival.objects.count() == 1
            centre.wait(lambda: len(centre.binds) == 2)
            assert centre.deliver(smsc.text("OK")) == 0  # the centre tries again, as it must
            assert Arrival.objects.count() == 1
            assert centre.deliver(smsc.text("OK")) == 0  # and now the customer says it once more
    take_in()

    assert said() == ["OK", "OK"]


@REAL
def test_what_the_centre_is_known_to_have_been_told_is_never_taken_for_a_repetition():
    with a_centre() as centre:
        channel = smpp_channel(centre)
        with listening(channel):
            centre.wait_for_bind("transceiver")
            assert centre.deliver(smsc.text("OK")) == 0
            first = Arrival.objects.get().arrived_at
            centre.wait(
                lambda: datetime.fromisoformat(cursors.read(channel.pk).get("sure_at", "2000-01-01T00:00Z")) > first
            )
            centre.hang_up()
            centre.wait(lambda: len(centre.binds) == 2)
            assert centre.deliver(smsc.text("OK")) == 0
    take_in()

    assert said() == ["OK", "OK"]


@REAL
def test_the_line_breaks_and_comes_back():
    with a_centre() as centre:
        channel = smpp_channel(centre)
        with listening(channel):
            centre.wait_for_bind("transceiver")
            centre.send_raw(b"\xff" * 16)  # no unit of the protocol
            centre.wait(lambda: len(centre.binds) == 2)
            centre.mute = True  # no more answers to signs of life
            channel.settings["answer_seconds"] = 0.2
            centre.hang_up()
            centre.wait(lambda: len(centre.binds) >= 4)
            centre.mute = False
            assert centre.deliver(smsc.text("still here")) == 0
    take_in()

    assert 0x02 in centre.nacks
    assert said() == ["still here"]


@REAL
@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"system_id": "nobody"}])
def test_refused_credentials_end_the_tries(wrong):
    with a_centre() as centre, listening(smpp_channel(centre, **wrong)) as found:
        centre.wait(lambda: "error" in found)

    assert isinstance(found["error"], AccessRevoked)


@REAL
def test_receiving_has_a_connection_of_its_own_where_that_is_wanted():
    with a_centre() as centre:
        channel = smpp_channel(centre, bind="separate")
        with listening(channel):
            centre.wait_for_bind("receiver")
            payload = "سلام از راه دراز".encode("utf-16-be")
            data = (
                b"\0\x01\x01989123456789\0\x00\x013000505\0\x00\x00\x08"
                + b"\x04\x24"
                + len(payload).to_bytes(2)
                + payload
            )
            assert centre.deliver(data, command=smsc.DATA) == 0
    take_in()

    assert said() == ["سلام از راه دراز"]


@pytest.mark.django_db
class TestJoining:
    def test_a_letter_cut_in_two_between_parts_is_whole_again(self):
        channel = smpp_channel()
        come(channel, *smsc.parts("😕" * 40, size=70 + 2))  # 18 letters, a part: through every second pair
        take_in()

        assert said() == ["😕" * 40]

    def test_parts_may_come_twice_in_any_order_and_days_apart_numbers_repeat(self):
        channel = smpp_channel()
        first, second, third = smsc.parts(LONG_PERSIAN[:179])
        come(channel, third, first, third, first)
        take_in()
        assert said() == []
        come(channel, second, second, at=NOON + timedelta(minutes=2))
        take_in()
        assert said() == [LONG_PERSIAN[:179]]
        come(channel, first, second, third, at=NOON + timedelta(days=3))
        take_in()

        assert said() == [LONG_PERSIAN[:179]] * 2

    def test_the_same_long_words_an_hour_later_are_said_again(self):
        channel = smpp_channel()
        come(channel, *smsc.parts(LONG_ARABIC))
        take_in()
        come(channel, *smsc.parts(LONG_ARABIC), at=NOON + timedelta(hours=1))
        take_in()

        assert said() == [LONG_ARABIC] * 2

    def test_other_words_with_the_same_number_are_another_message(self):
        channel = smpp_channel()
        [one, other], [this, that] = smsc.parts("الف" * 30), smsc.parts("ب" * 90)
        come(channel, one, this, that, other)
        take_in()

        assert said() == ["ب" * 90, "الف" * 30]
        assert set(Gathering.objects.values_list("state", flat=True)) == {"DONE"}

    def test_numbering_by_parameters(self):
        channel = smpp_channel()
        come(channel, *[
            smsc.text(words, tlvs={0x020C: b"\x12\x34", 0x020E: b"\x02", 0x020F: bytes([number])})
            for number, words in ((2, "دنیا"), (1, "سلام "))
        ])  # fmt: skip
        take_in()

        assert said() == ["سلام دنیا"]

    def test_a_missing_part_is_waited_for_ten_minutes_and_then_marked(self):
        channel = smpp_channel()
        pieces = smsc.parts("الف" * 25 + "ب" * 60 + "ج" * 20)
        come(channel, pieces[0], pieces[2])
        take_in()

        assert joining.overdue(at=NOON + timedelta(minutes=9)) == []
        [(channel_id, gathering_id)] = joining.overdue(at=NOON + timedelta(minutes=11))
        journal.journal(channel_id, [RawItem(key="gap", body=b"", meta={"gap": gathering_id})], at=NOON)
        take_in()
        message = Message.objects.get()
        assert message.text == f"{'الف' * 22}ا {joining.GAP} {('الف' * 25 + 'ب' * 60 + 'ج' * 20)[134:]}"
        assert (message.extras["missing_parts"], message.extras["problems"]) == ([2], [MISSING])
        assert joining.overdue(at=NOON + timedelta(days=1)) == []

        come(channel, pieces[1], pieces[1], at=NOON + timedelta(minutes=20))  # it comes after all
        take_in()
        message.refresh_from_db()
        assert message.text == "الف" * 25 + "ب" * 60 + "ج" * 20
        assert Message.objects.count() == 1

    def test_the_job_releases_what_is_overdue_once(self):
        channel = smpp_channel()
        come(channel, smsc.parts("ب" * 90)[0], at=datetime.now(UTC) - timedelta(minutes=11))
        take_in()
        jobs.release_gaps(timestamp=0)
        jobs.release_gaps(timestamp=0)
        take_in()
        jobs.release_gaps(timestamp=0)
        take_in()

        assert said() == ["ب" * 67 + f" {joining.GAP}"]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
    @given(st.data())
    def test_in_any_order_with_any_repetitions_each_message_is_there_once(self, data):
        channel = smpp_channel()
        words = data.draw(st.lists(st.text("سلام😕 دنیا\u200c؟", min_size=80, max_size=200), min_size=1, max_size=3))
        texts = [f"{number} {text.strip()}." for number, text in enumerate(words)]
        size = data.draw(st.sampled_from([134, 132, 131, 99]))
        pieces = [piece for number, text in enumerate(texts) for piece in smsc.parts(text, reference=number, size=size)]
        extra = data.draw(st.lists(st.sampled_from(pieces), max_size=3))
        come(channel, *data.draw(st.permutations(pieces + extra)))
        take_in()

        assert sorted(Message.objects.filter(channel=channel).values_list("text", flat=True)) == sorted(texts)


@REAL
def test_workers_that_take_the_parts_of_a_message_at_the_same_moment_join_it_once():
    channel = smpp_channel()
    pieces = smsc.parts("سلام " * 100)

    def take(body):
        content = contents.read(contents.Short.decode(body))
        try:
            return joining.take(
                joining.Part(
                    channel_id=channel.pk, sender="+98912", to="3000", reference=content.portion.reference,
                    total=content.portion.total, number=content.portion.number, coding=8, body=content.octets, at=NOON,
                ),
                read=lambda octets, coding: contents.letters(octets, coding, alphabet="gsm"),
            )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        found = [one for one in workers.map(take, pieces) if one]

    assert Gathering.objects.count() == 1
    assert [one.text for one in found] == [("سلام " * 100).strip()]


@pytest.mark.django_db
class TestReading:
    def test_numbers_are_one_person_however_networks_write_them(self):
        channel = smpp_channel()
        for number, (sender, ton) in enumerate(
            [("989123456789", 1), ("09123456789", 0), ("9123456789", 2), ("00989123456789", 0)]
        ):
            come(channel, smsc.text(f"{number}", sender=sender, ton=ton), start=number + 1)
        take_in()

        assert set(Conversation.objects.values_list("thread", flat=True)) == {"+989123456789"}
        assert len(said()) == 4

    def test_short_and_lettered_senders_are_handles(self):
        channel = smpp_channel()
        come(channel, smsc.text("code 1234", sender="20001", ton=3), smsc.text("hi", sender="BankMelli", ton=5))
        take_in()

        assert set(Identity.objects.values_list("kind", "value")) == {
            ("HANDLE", "sms:20001"),
            ("HANDLE", "sms:BankMelli"),
        }

    def test_what_is_no_text_is_noted_and_what_is_no_message_goes_into_quarantine(self):
        channel = smpp_channel()
        come(channel, smsc.message(b"\x01\x02", coding=4), b"\0\x01\x01989")
        take_in()

        assert [state for state, _ in states()] == ["DONE", "QUARANTINED"]
        assert "for the phone" in states()[0][1]
        assert said() == []
