"""Answers on Mastodon: once, never wider than the customer spoke, within the instance's limits."""

from __future__ import annotations

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rafiq.channels.mastodon import account, api
from rafiq.channels.transport.models import Connection
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import DeliveryFailed, Outbound, OutboundFile, ProviderAway
from rafiq.inbox.registry import adapter_for
from rafiq.platform import files
from tests.channels.playing_mastodon import TOKEN, serving, status
from tests.makers import NOON, make_agent, make_conversation, make_reply

pytestmark = pytest.mark.django_db
THREAD = "1:sara@elsewhere.example"


@pytest.fixture
def instance():
    with serving() as state:
        state.statuses["1"] = status(1, visibility="public")
        yield state


@pytest.fixture
def channel(instance):
    given = {"instance": instance.url, "media_seconds": 0.01}
    return inbox.save_channel(None, kind="mastodon", name="M", settings=given, at=NOON, secret=account.as_secret(TOKEN))


@pytest.fixture
def send(channel):
    def hand(text="سلام", *, answers="1", thread=THREAD, token=TOKEN, key="k", **more):
        message = Outbound(
            message_id=1, conversation_id=1, thread=thread, text=text, author="Sara", channel_id=channel.pk, key=key,
            answers=answers, settings=channel.settings, secret=account.as_secret(token), **more,
        )  # fmt: skip
        return adapter_for("mastodon").send(message)

    return hand


def stored(count):
    kept = [files.store(SimpleUploadedFile(f"{n}.txt", b"x" * (n + 1)), owner="agent-1", at=NOON) for n in range(count)]
    return tuple(OutboundFile(one.token, one.name, one.content_type, one.size) for one in kept)


class TestStatuses:
    def test_an_answer_mentions_the_customer_under_what_they_said(self, send, instance):
        assert send(language="fa") == "9000"
        assert instance.posted == [{
            "status": "@sara@elsewhere.example سلام", "visibility": "public", "language": "fa",
            "in_reply_to_id": "1", "key": "k-0", "id": "9000",
        }]  # fmt: skip

    @pytest.mark.parametrize("visibility", ["public", "unlisted", "private", "direct"])
    def test_it_is_as_public_as_what_it_answers(self, send, instance, visibility):
        instance.statuses["1"] = status(1, visibility=visibility)
        send()

        assert instance.posted[0]["visibility"] == visibility

    @pytest.mark.parametrize(("said", "wanted", "used"), [
        ("direct", "public", "direct"), ("public", "direct", "direct"), ("private", 7, "private"),
        ("odd", "public", "direct"), ("unlisted", "odd", "unlisted"),
    ])  # fmt: skip
    def test_an_agent_may_say_it_to_fewer_and_never_to_more(self, send, instance, said, wanted, used):
        instance.statuses["1"] = status(1, visibility=said)
        send(extras={"visibility": wanted})

        assert instance.posted[0]["visibility"] == used

    def test_where_the_customers_status_is_gone_only_they_read_the_answer(self, send, instance):
        send(answers="404")

        assert instance.posted[0]["visibility"] == "direct"
        assert "in_reply_to_id" not in instance.posted[0]

    def test_somebody_can_be_written_to_first_and_directly(self, send, instance):
        [(thread, shown, _)] = adapter_for("mastodon").threads(
            [("MASTODON", "ali@x.example", True), ("PHONE", "1", True)]
        )
        send(answers="", thread=thread)

        assert (shown, instance.posted[0]["status"]) == ("@ali@x.example", "@ali@x.example سلام")
        assert instance.posted[0]["visibility"] == "direct"

    def test_an_answer_is_in_the_language_it_is_written_in(self, send, instance):
        send("لطفاً شمارهٔ سفارش را بفرستید", language="en")

        assert instance.posted[0]["language"] == "fa"

    def test_a_warning_stays_above_the_answer(self, send, instance):
        instance.statuses["1"] = status(1, spoiler_text="kitchen")
        send()

        assert instance.posted[0]["spoiler_text"] == "kitchen"

    def test_a_long_answer_is_a_chain_within_the_limit_each_mentioning_the_customer(self, send, instance):
        text = "واژه " * 300
        assert send(text) == instance.posted[-1]["id"]

        said = [one["status"] for one in instance.posted]
        assert len(said) > 2 and all(len(one) <= 500 for one in said)
        assert all(one.startswith("@sara@elsewhere.example ") for one in said)
        assert " ".join(one.partition(" ")[2] for one in said).split() == text.split()
        assert [one["in_reply_to_id"] for one in instance.posted] == ["1", *(one["id"] for one in instance.posted[:-1])]

    def test_a_status_that_went_away_meanwhile_is_answered_beside_it(self, send, instance):
        instance.failures["/api/v1/statuses"] = [(404, {"error": "Record not found"}, {})]
        send()

        assert len(instance.posted) == 1 and "in_reply_to_id" not in instance.posted[0]


class TestOnce:
    def test_an_answer_that_was_lost_makes_no_second_status(self, send, instance):
        instance.loses_answers = 1
        with pytest.raises(ProviderAway):
            send()

        assert send() == "9000"
        assert len(instance.posted) == 1

    def test_a_chain_that_broke_goes_on_where_it_broke(self, send, instance):
        instance.failures["/api/v1/statuses"] = [None, (500, {"error": "oops"}, {})]
        text = "واژه " * 150
        with pytest.raises(ProviderAway):
            send(text)
        send(text)

        assert [one["key"] for one in instance.posted] == ["k-0", "k-1"]

    def test_through_the_inbox_an_answer_is_sent_once(self, channel, instance):
        conversation = make_conversation(
            channel=channel, thread=THREAD, external_id="1", sender=("MASTODON", "sara@elsewhere.example")
        )
        reply = make_reply(conversation, make_agent(), "فردا می‌آییم")
        instance.loses_answers = 1
        for _ in range(2):
            try:
                inbox.deliver(reply.pk, at=NOON)
            except Exception as error:  # the inbox asks for another try
                assert type(error).__name__ == "NotYet"
                channel.refresh_from_db()
                channel.paused_until = None
                channel.save()
        inbox.deliver(reply.pk, at=NOON)

        reply.refresh_from_db()
        assert (reply.delivery, reply.provider_id) == ("SENT", "9000")
        assert [one["in_reply_to_id"] for one in instance.posted] == ["1"]


class TestMedia:
    def test_media_are_uploaded_and_waited_for(self, send, instance):
        instance.processing = 3
        send(files=stored(1))

        assert instance.uploaded == [("0.txt", b"x")]
        assert instance.posted[0]["media_ids"] == ["m1"]

    def test_more_media_than_one_status_takes_go_into_the_next(self, send, instance):
        send("", files=stored(5))

        assert [one["media_ids"] for one in instance.posted] == [["m1", "m2", "m3", "m4"], ["m5"]]

    def test_media_an_instance_cannot_read_are_said(self, send, instance):
        instance.failures["/api/v2/media"] = [(422, {"error": "File type is not supported"}, {})]
        with pytest.raises(DeliveryFailed, match="not supported") as failed:
            send(files=stored(1))
        assert failed.value.is_permanent

    def test_a_file_that_is_gone_is_said(self, send):
        with pytest.raises(DeliveryFailed) as failed:
            send(files=(OutboundFile("nowhere", "a", "text/plain", 1),))
        assert failed.value.is_permanent


class TestRefusals:
    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"X-RateLimit-Reset": "2026-11-22T12:00:42.5Z", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 42.5),
            ({"X-RateLimit-Reset": "2026-11-22T11:00:00Z", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 1.0),
            ({"X-RateLimit-Reset": "soon", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 60.0),
            ({}, 60.0),
        ],
    )
    def test_patience_is_kept_until_the_limit_is_lifted_by_the_instances_clock(self, headers, seconds):
        with pytest.raises(api.Refused) as refused:
            api.result(httpx.Response(429, headers=headers, json={"error": "Too many requests"}))
        assert refused.value.retry_after == seconds

    def test_retry_after_counts_where_it_is_said(self, send, instance):
        instance.failures["/api/v1/statuses"] = [(429, {"error": "slow"}, {"Retry-After": "17"})]
        with pytest.raises(ProviderAway) as away:
            send()
        assert away.value.retry_after == 17

    @pytest.mark.parametrize("code", [500, 502, 503])
    def test_an_instance_with_a_fault_is_away(self, send, instance, code):
        instance.failures["/api/v1/statuses"] = [(code, {"error": "oops"}, {})]
        with pytest.raises(ProviderAway):
            send()

    @pytest.mark.parametrize(("code", "words"), [(403, "This action is not allowed"), (422, "Validation failed")])
    def test_a_refusal_for_good_says_why(self, send, instance, code, words):
        instance.failures["/api/v1/statuses"] = [(code, {"error": words}, {})]
        with pytest.raises(DeliveryFailed, match=words) as failed:
            send()
        assert failed.value.is_permanent

    def test_a_revoked_token_holds_messages_back_and_tells_the_administrators(self, send, channel):
        with pytest.raises(ProviderAway) as away:
            send(token="no")
        assert Connection.objects.get(channel=channel).state == "REVOKED"
        assert TOKEN not in str(away.value)

    def test_an_instance_nobody_reaches_is_away(self, send, channel):
        channel.settings["instance"] = "http://127.0.0.1:9"
        with pytest.raises(ProviderAway):
            send()
