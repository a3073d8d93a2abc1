"""Answers go out to a bot's chat: in parts, in order, each once as far as anybody can know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rafiq.channels.telegram import progress
from rafiq.channels.telegram.bot import as_secret
from rafiq.channels.telegram.pace import Pace
from rafiq.channels.transport.cutting import cut, utf16
from rafiq.channels.transport.models import Connection
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import DeliveryFailed, Outbound, OutboundFile, ProviderAway
from rafiq.inbox.registry import adapter_for
from rafiq.platform import files
from tests.channels.bot_api import needs_description
from tests.channels.bot_server import TOKEN, refused, serving
from tests.channels.test_telegram_inbound import photo
from tests.makers import NOON, make_agent, make_conversation, make_reply

pytestmark = [pytest.mark.django_db, needs_description]
PAGE = (502, {"description": "a page"})


@pytest.fixture
def server():
    with serving() as state:
        yield state


@pytest.fixture
def channel(server):
    return make_bot(server)


def make_bot(server, kind="telegram", token=TOKEN, **more):
    settings = {"api_url": server.url, "per_second": 10_000, "chat_seconds": 0} | more
    return inbox.save_channel(None, kind=kind, name="Bot", settings=settings, at=NOON, secret=as_secret(token))


@pytest.fixture
def send(channel):
    """Hand a message to the adapter as the inbox does."""

    def hand(text="Hello", *, key="k1", kind="telegram", channel=channel, token=TOKEN, **more):
        message = Outbound(
            message_id=1, conversation_id=1, thread="42", text=text, author="Sara", channel_id=channel.pk, key=key,
            settings=channel.settings, secret=as_secret(token), **more,
        )  # fmt: skip
        return adapter_for(kind).send(message)

    return hand


def stored(name, content, content_type):
    kept = files.store(SimpleUploadedFile(name, content), owner="agent-1", at=NOON)
    return OutboundFile(kept.token, kept.name, content_type, kept.size)


class TestWords:
    def test_a_short_text_is_one_call(self, send, server):
        assert send("سلام") == "42:1001"
        assert server.calls == [("sendMessage", {"chat_id": "42", "text": "سلام"})]

    def test_a_long_text_goes_in_order_in_pieces_the_provider_takes(self, send, server):
        text = "\n\n".join(f"{number} " + "واژه " * 180 for number in range(12))
        send(text)

        pieces = [call["text"] for call in server.made("sendMessage")]
        assert len(pieces) > 1
        assert all(utf16(piece) <= 4096 for piece in pieces)
        assert " ".join(pieces).split() == text.split()

    def test_pieces_are_counted_as_the_provider_counts(self, send, server):
        send("😀" * 4096)

        assert [len(call["text"]) for call in server.made("sendMessage")] == [2048, 2048]

    def test_what_was_answered_is_not_sent_again(self, send, server):
        text = "a" * 9000
        server.failures["sendMessage"] = [(200, {"ok": True, "result": {"message_id": 5, "chat": {"id": 42}}}), PAGE]
        with pytest.raises(ProviderAway):
            send(text)
        before = len(server.calls)

        assert send(text) == "42:5"
        assert [len(call["text"]) for _, call in server.calls[before:]] == [4096, 808]

    def test_a_message_whose_answer_was_lost_goes_again_and_only_then(self, send, server):
        server.loses_answers = 1
        with pytest.raises(ProviderAway):
            send()
        send()
        send()

        assert len(server.made("sendMessage")) == 2

    def test_nothing_at_all_is_not_said_to_be_sent(self, send, server):
        with pytest.raises(DeliveryFailed) as failed:
            send(" \n ")
        assert failed.value.is_permanent and server.calls == []

    def test_another_message_is_another_message(self, send, server):
        send(key="k1")
        send(key="k2")

        assert len(server.made("sendMessage")) == 2

    def test_what_old_messages_took_is_forgotten(self, send, channel):
        send()

        assert progress.forget(before=NOON + timedelta(days=9999)) == 1
        assert progress.sent(channel.pk, "k1") == {}


class TestFilesAndButtons:
    def test_a_photo_carries_a_short_text(self, send, server):
        send("this one", files=(stored("a.jpg", photo(), "image/jpeg"),))

        [(method, params)] = server.calls
        assert (method, params["caption"], params["chat_id"]) == ("sendPhoto", "this one", "42")
        assert params["photo"].startswith(b"\xff\xd8")

    def test_a_text_too_long_for_a_caption_goes_before_the_files(self, send, server):
        send("x" * 1025, files=(stored("a.jpg", photo(), "image/jpeg"), stored("b.txt", b"b", "text/plain")))

        assert [method for method, _ in server.calls] == ["sendMessage", "sendPhoto", "sendDocument"]

    def test_a_photo_the_provider_cannot_show_goes_as_a_document(self, send, server):
        server.failures["sendPhoto"] = [refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")]
        send("", files=(stored("a.jpg", photo(), "image/jpeg"),))

        assert [method for method, _ in server.calls] == ["sendPhoto", "sendDocument"]

    def test_a_file_that_is_gone_is_said(self, send):
        with pytest.raises(DeliveryFailed) as failed:
            send("", files=(OutboundFile("nowhere", "a.pdf", "application/pdf", 3),))
        assert failed.value.is_permanent

    def test_buttons_stand_under_the_last_part(self, send, server):
        buttons = ["بله", [{"text": "نه", "data": "no"}, {"text": "Shop", "url": "https://narvan.example"}]]
        send("Does it cool?", extras={"buttons": buttons})

        [call] = server.made("sendMessage")
        assert call["reply_markup"]["inline_keyboard"] == [
            [{"text": "بله", "callback_data": "بله"}],
            [{"text": "نه", "callback_data": "no"}, {"text": "Shop", "url": "https://narvan.example"}],
        ]

    def test_an_answer_quotes_what_it_is_told_to(self, send, server):
        send(extras={"reply_to": {"id": "42:7", "text": "…"}})

        assert server.made("sendMessage")[0]["reply_parameters"]["message_id"] == 7

    def test_bale_quotes_in_its_own_words(self, server, send):
        server.is_described = False
        send(extras={"reply_to": "42:7"}, kind="bale", channel=make_bot(server, "bale"))

        assert server.made("sendMessage") == [{"chat_id": "42", "text": "Hello", "reply_to_message_id": 7}]

    @pytest.mark.parametrize("buttons", [5, [None, 3, {"url": "x"}, [[]]], "text", [{"text": ""}]])
    def test_nonsense_instead_of_buttons_sends_the_message(self, send, server, buttons):
        send(extras={"buttons": buttons, "reply_to": [buttons]})

        assert "reply_parameters" not in server.made("sendMessage")[0]


class TestRefusals:
    @pytest.mark.parametrize(
        ("status", "words", "told"),
        [
            (403, "Forbidden: bot was blocked by the user", "blocked"),
            (400, "Bad Request: chat not found", "knows no such chat"),
            (413, "Request Entity Too Large", "too large"),
            (400, "Bad Request: message is too long", "message is too long"),
        ],
    )
    def test_a_refusal_for_good_says_why(self, send, server, status, words, told):
        server.failures["sendMessage"] = [refused(status, words)]
        with pytest.raises(DeliveryFailed, match=told) as failed:
            send()
        assert failed.value.is_permanent and not isinstance(failed.value, ProviderAway)

    def test_patience_is_kept_as_long_as_is_asked(self, send, server):
        server.failures["sendMessage"] = [refused(429, "Too Many Requests: retry after 17", retry_after=17)]
        with pytest.raises(ProviderAway) as away:
            send()
        assert away.value.retry_after == 17

    @pytest.mark.parametrize("failure", [refused(500, "Internal"), PAGE, refused(503, "")])
    def test_a_provider_with_a_fault_is_away(self, send, server, failure):
        server.failures["sendMessage"] = [failure]
        with pytest.raises(ProviderAway):
            send()

    def test_a_provider_nobody_reaches_is_away(self, send, channel):
        channel.settings["api_url"] = "http://127.0.0.1:9"
        with pytest.raises(ProviderAway) as away:
            send()
        assert TOKEN not in str(away.value)

    def test_a_revoked_token_holds_messages_back_and_tells_the_administrators(self, send, channel):
        with pytest.raises(ProviderAway):
            send(token=f"1{TOKEN}")
        assert Connection.objects.get(channel=channel).state == "REVOKED"

    def test_a_chat_that_moved_is_followed(self, send, server):
        server.failures["sendMessage"] = [refused(400, "group chat was upgraded", migrate_to_chat_id=-1007)]

        assert send() == "-1007:1001"


class TestPace:
    def test_a_person_is_written_to_once_a_second_and_others_meanwhile(self):
        pace, gaps = Pace(), {"bot_gap": 0.01, "chat_gap": 1.0, "most": 5.0}

        assert pace.reserve(1, "a", **gaps) == 0
        assert 0.5 < pace.reserve(1, "a", **gaps) <= 1.0
        assert pace.reserve(2, "a", **gaps) == 0

    def test_nobody_waits_longer_than_is_bearable_and_takes_a_turn(self):
        pace, gaps = Pace(), {"bot_gap": 0.01, "chat_gap": 10.0, "most": 5.0}
        pace.reserve(1, "a", **gaps)

        assert pace.reserve(1, "a", **gaps) > 5.0
        assert pace.reserve(1, "a", **gaps) <= 10.0

    def test_a_message_that_would_wait_too_long_comes_again_later(self, server, send):
        slow = make_bot(server, chat_seconds=60)
        send(key="k1", channel=slow)
        with pytest.raises(ProviderAway) as away:
            send(key="k2", channel=slow)
        assert 50 < away.value.retry_after <= 60


class TestThroughTheInbox:
    def test_an_answer_is_sent_and_its_id_is_kept(self, channel, server):
        conversation = make_conversation(channel=channel, thread="42", sender=("TELEGRAM", "42"))
        reply = make_reply(conversation, make_agent(), "فردا می‌آییم")
        inbox.deliver(reply.pk, at=NOON)

        reply.refresh_from_db()
        assert (reply.delivery, reply.provider_id) == ("SENT", "42:1001")
        assert server.made("sendMessage") == [{"chat_id": "42", "text": "فردا می‌آییم"}]

    def test_a_blocked_bot_is_told_under_the_message(self, channel, server):
        server.failures["sendMessage"] = [refused(403, "Forbidden: bot was blocked by the user")]
        message = make_reply(make_conversation(channel=channel, thread="42"), make_agent())
        inbox.deliver(message.pk, at=NOON)

        message.refresh_from_db()
        assert (message.delivery, "blocked" in message.failure) == ("FAILED", True)

    def test_a_person_known_by_number_can_be_written_to(self):
        known = [("TELEGRAM", "42", True), ("BALE", "7", True), ("PHONE", "+98912", True)]

        assert adapter_for("telegram").threads(known) == [("42", "42", True)]
        assert adapter_for("bale").threads(known) == [("7", "7", True)]


class TestCutting:
    def test_a_text_is_cut_between_paragraphs_before_sentences_before_words(self):
        assert cut("aaaa bbbb.\n\ncccc dddd", limit=14) == ["aaaa bbbb.", "cccc dddd"]
        assert cut("Aaaa bb. Cccc dddd", limit=12) == ["Aaaa bb.", "Cccc dddd"]
        assert cut("aaaa bbbb cccc", limit=10) == ["aaaa bbbb", "cccc"]
        assert cut("این؟ آن", limit=5) == ["این؟", "آن"]

    def test_a_word_longer_than_a_piece_is_cut_but_no_letter_is(self):
        assert cut("👩‍👩‍👧👩‍👩‍👧", limit=7) == ["👩‍👩‍👧", "👩‍👩‍👧"]
        assert "".join(cut("x" * 25, limit=10)) == "x" * 25

    def test_nothing_comes_of_nothing(self):
        assert cut(" \n ", limit=10) == []
