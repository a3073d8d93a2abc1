"""What visitors do, end to end through the inbox, without sockets."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest

from rafiq.channels.webchat import live, visitors
from rafiq.customers.models import Customer, Identity
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Delivery, Message
from tests.makers import NOON, make_agent, make_channel, make_reply

pytestmark = pytest.mark.django_db


def say(channel: Channel, thread: str, text: str = "Hello", *, number: str = "1", **more: object) -> live.Stored:
    saying = live.Saying(channel_id=channel.pk, thread=thread, id=number, text=text, said_at=NOON, **more)  # type: ignore[arg-type]
    return live.receive([saying], at=NOON)[0]


def show(channel: Channel, thread: str, after: int = 0) -> dict:
    return live.snapshot(thread=thread, channel_id=channel.pk, after=after)


def signed(claims: dict[str, str], *, secret: str = "s3cret") -> dict[str, str]:
    what = claims.get("external_id") or claims["email"]
    return claims | {"hmac": hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()}


class TestTokens:
    def test_a_token_opens_the_same_thread_again(self):
        token = visitors.new_token()

        assert visitors.thread_of(token) == visitors.thread_of(token)

    @pytest.mark.parametrize("forged", ["", "x", "a.b", "é.ü", "\ud800.\udfff", visitors.new_token()[:-1] + "~"],
                             ids=["empty", "short", "two parts", "accents", "half letters", "changed"])  # fmt: skip
    def test_a_forged_token_is_refused(self, forged):
        with pytest.raises(visitors.ForgedToken):
            visitors.thread_of(forged)

    def test_a_new_visitor_costs_no_row(self):
        live.visitor(None)

        assert not Customer.objects.exists()


class TestSaying:
    def test_another_visitor_cannot_claim_a_message_by_its_id(self):
        channel = make_channel()
        mine, theirs = say(channel, "a", number="7"), say(channel, "b", number="7")

        assert mine.message_id != theirs.message_id
        assert mine.conversation_id != theirs.conversation_id

    def test_the_faulty_message_of_a_batch_is_refused_alone(self):
        channel = make_channel()
        sayings = [
            live.Saying(channel_id=channel.pk, thread="a", id=str(number), text=text, said_at=NOON)
            for number, text in enumerate(["Hello", " \x00 ", "x" * (live.MAX_TEXT + 1), "Bye"])
        ]

        stored = live.receive(sayings, at=NOON)

        assert [one.error for one in stored] == [None, "empty", "too_long", None]
        assert Message.objects.count() == 2

    def test_lone_surrogates_and_nuls_are_kept_out(self):
        channel = make_channel()
        say(channel, "a", "a\x00b\ud800c")

        assert Message.objects.get().text == "ab�c"

    def test_somebody_elses_file_is_refused(self):
        assert say(make_channel(), "a", files=("stolen",)).error == "bad_file"


class TestSnapshot:
    def test_an_answer_shows_once_it_is_sent_and_a_note_never(self):
        channel = make_channel()
        stored = say(channel, "a")
        conversation = Conversation.objects.get(pk=stored.conversation_id)
        make_reply(conversation, make_agent("Sara"))
        inbox.write_note(
            conversation=conversation, author=make_agent(), body="secret", client_id=Message().client_id, at=NOON
        )

        assert [one["from"] for one in show(channel, "a")["messages"]] == ["me"]
        Message.objects.filter(kind="OUTBOUND").update(delivery=Delivery.SENT)

        found = show(channel, "a")
        assert [(one["from"], one["name"]) for one in found["messages"]] == [("me", ""), ("agent", "Sara")]
        assert found["messages"][0]["id"] == "1"

    def test_an_answer_handed_over_late_is_not_passed_over(self):
        channel = make_channel()
        conversation = Conversation.objects.get(pk=say(channel, "a").conversation_id)
        answer = make_reply(conversation, make_agent())
        newest = say(channel, "a", "still there?", number="2")
        Message.objects.filter(pk=answer.pk).update(delivery=Delivery.SENT)

        assert [one["n"] for one in show(channel, "a", after=newest.message_id)["messages"]] == [answer.pk]

    def test_strangers_see_nothing(self):
        channel = make_channel()
        say(channel, "a")

        assert show(channel, "b")["messages"] == []

    def test_can_be_rated_once_settled_and_answered(self):
        channel = make_channel()
        conversation = Conversation.objects.get(pk=say(channel, "a").conversation_id)
        agent = make_agent()
        make_reply(conversation, agent)
        assert not show(channel, "a")["conversation"]["can_rate"]

        inbox.resolve(conversation=conversation, by=agent, at=NOON)

        assert show(channel, "a")["conversation"]["can_rate"]

    def test_receipts_move_forward_only(self):
        channel = make_channel()
        conversation = Conversation.objects.get(pk=say(channel, "a").conversation_id)
        answer = make_reply(conversation, make_agent())
        Message.objects.filter(pk=answer.pk).update(delivery=Delivery.SENT)

        for is_read in (True, False):
            live.mark(thread="a", channel_id=channel.pk, upto=answer.pk, is_read=is_read, at=NOON)

        answer.refresh_from_db()
        assert answer.delivery == Delivery.READ


class TestIdentify:
    def test_a_vouched_visitor_becomes_the_known_customer(self, transactional_db, run_jobs):
        channel = make_channel()
        live.identify(
            thread="phone", channel_id=channel.pk, claims=signed({"external_id": "u1", "name": "مریم"}), at=NOON
        )
        say(channel, "phone")
        anonymous = say(channel, "laptop")

        known = live.identify(thread="laptop", channel_id=channel.pk, claims=signed({"external_id": "u1"}), at=NOON)
        run_jobs()

        assert known.name == "مریم"
        assert Conversation.objects.get(pk=anonymous.conversation_id).customer == known
        assert len(show(channel, "phone")["messages"]) == 2

    @pytest.mark.parametrize(
        "claims",
        [
            {"external_id": "u1", "hmac": "0" * 64},
            {"external_id": "u1"},
            {"email": "a@b.example", "hmac": ""},
            {"hmac": hmac.new(b"s3cret", b"", hashlib.sha256).hexdigest()},
            signed({"external_id": "u1"}, secret="another"),
        ],
    )
    def test_a_wrong_hmac_changes_nothing(self, claims):
        channel = make_channel()
        with pytest.raises(live.NotVouchedFor):
            live.identify(thread="a", channel_id=channel.pk, claims=claims, at=NOON)

        assert not Customer.objects.exists()

    def test_an_email_beside_a_signed_id_stays_a_claim(self):
        channel = make_channel()
        victim = live.identify(thread="v", channel_id=channel.pk, claims=signed({"email": "boss@x.example"}), at=NOON)
        claims = signed({"external_id": "u2"}) | {"email": "boss@x.example"}

        other = live.identify(thread="a", channel_id=channel.pk, claims=claims, at=NOON)

        assert other != victim
        assert not Identity.objects.get(customer=other, kind="EMAIL").is_verified

    def test_a_browser_of_one_customer_does_not_turn_into_another(self):
        channel = make_channel()
        live.identify(thread="a", channel_id=channel.pk, claims=signed({"external_id": "u1"}), at=NOON)

        with pytest.raises(live.BelongsToAnother):
            live.identify(thread="a", channel_id=channel.pk, claims=signed({"external_id": "u2"}), at=NOON)

    def test_repeating_it_changes_nothing(self):
        channel = make_channel()
        for minute in range(3):
            at = NOON + timedelta(minutes=minute)
            live.identify(thread="a", channel_id=channel.pk, claims=signed({"external_id": "u1"}), at=at)

        assert (Customer.objects.count(), Identity.objects.count()) == (1, 2)
