"""Messenger and Instagram: what people write, receipts, answers and their time limits."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rafiq.channels.meta import hooks
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.models import Person
from rafiq.channels.transport import processing, registry
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.models import Arrival
from rafiq.customers.models import Identity
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Attachment, Conversation, Message
from rafiq.platform import files
from tests.channels.meta_graph import ACCOUNT, LATER, PSID, event, make_meta, serving
from tests.makers import NOON, make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def graph():
    with serving() as vendor:
        vendor.profiles[PSID] = {"name": "Sara Ahmadi", "username": "sara.a"}
        yield vendor
        assert vendor.wrong == []


@pytest.fixture
def page(graph):
    return make_meta("messenger", graph.url, app_id="app-1")


@pytest.fixture
def account(graph):
    return make_meta("instagram", graph.url)


def take(channel, *bodies, at=LATER):
    for body in bodies:
        journal(channel.pk, list(hooks.items(body)), at=NOON)
    processing.process_all(at=at)
    return list(Message.objects.filter(kind="INBOUND").order_by("pk"))


def text(number=1, **more):
    return event(message={"mid": f"m_{number}", "text": f"پیام {number}"}, **more)


def attached(kind, **payload):
    return {"attachments": [{"type": kind, "payload": payload}]}


def answer(body="ok", **more):
    talk, agent = Conversation.objects.get(), make_agent()
    tokens = [files.store(one, owner=agent.actor, at=NOON).token for one in more.pop("uploads", ())]
    message = inbox.reply(conversation=talk, author=agent, body=body, client_id=uuid4(), at=NOON, files=tokens)
    with suppress(inbox.NotYet):
        inbox.deliver(message.pk, at=datetime.now(UTC))
    message.refresh_from_db()
    return message


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((40, 30), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


class TestWhoWrites:
    def test_a_person_is_known_by_the_pages_own_id_and_named_by_the_vendor(self, page):
        [found] = take(page, text())

        identity = Identity.objects.get(customer=found.conversation.customer_id)
        assert (identity.kind, identity.value, identity.label) == ("MESSENGER", PSID, "@sara.a")
        assert (found.text, found.conversation.customer.name) == ("پیام 1", "Sara Ahmadi")

    def test_the_profile_is_asked_for_once(self, page, graph):
        take(page, text(1), text(2))
        take(page, text(3))
        assert [asked.path for asked in graph.asked] == [f"/v23.0/{PSID}"]

    def test_without_a_profile_the_message_comes_through(self, page, graph):
        graph.fail(400, 100)
        [found] = take(page, text())
        assert found.conversation.customer.name == ""

    def test_on_instagram_people_have_ids_of_their_own(self, account):
        [found] = take(account, text(account=ACCOUNT))
        identity = Identity.objects.get(customer=found.conversation.customer_id)
        assert (identity.kind, identity.label) == ("INSTAGRAM", "@sara.a")

    def test_a_delivery_of_the_other_kind_is_noted(self, account):
        assert take(account, text()) == []
        assert Arrival.objects.get().note


class TestWhatIsSaid:
    def test_files_are_fetched_without_our_token(self, page, graph):
        graph.media["cdn1.jpg"] = photo()
        url = f"{graph.url.rpartition('/')[0]}/bytes/cdn1.jpg"
        [found] = take(page, event(message={"mid": "m_1", "attachments": [{"type": "image", "payload": {"url": url}}]}))

        file = Attachment.objects.get(message=found).file
        assert (found.text, file.name, file.width) == ("", "cdn1.jpg", 40)

    @pytest.mark.parametrize(
        ("message", "words"),
        [
            (attached("image", url="http://127.0.0.1:1/x.jpg"), "http://127.0.0.1:1/x.jpg"),
            (attached("fallback", title="Shop", url="https://a.example"), "Shop\nhttps://a.example"),
            (attached("story_mention", url="https://s.example/1"), "Mentioned us in a story"),
            ({"text": "Nice", "reply_to": {"story": {"url": "https://s.example/2", "id": "1"}}}, "Answer to our story"),
            (attached("location", coordinates={"lat": 1.5, "long": 2.5}), "mlat=1.5&mlon=2.5"),
            (attached("template", title="Offer"), "Offer"),
            (attached("ig_reel", url="https://r.example/3", title="Reel"), "Reel\nhttps://r.example/3"),
            ({"is_unsupported": True}, "[The customer sent something"),
            ({"text": "Red", "quick_reply": {"payload": "red"}}, "Red"),
        ],
    )
    def test_reads_as_the_customer_meant_it(self, page, graph, message, words):
        [found] = take(page, event(message={"mid": "m_1", **message}))
        assert words in found.text
        assert not any("127.0.0.1:1" in asked.path for asked in graph.asked)

    def test_a_pressed_button_is_a_message(self, page):
        postback = {"mid": "m_9", "title": "Talk to us", "payload": "TALK", "referral": {"ref": "ad"}}
        [found] = take(page, event(postback=postback))
        assert (found.text, found.external_id) == ("Talk to us", "m_9")
        assert found.extras["choice"]["id"] == "TALK"

    def test_a_reaction_owes_nobody_an_answer(self, page):
        take(page, text())
        inbox.resolve(conversation=Conversation.objects.get(), by=make_agent(), at=NOON)
        take(page, event(reaction={"mid": "m_1", "action": "react", "emoji": "❤", "reaction": "love"}))
        take(page, event(reaction={"mid": "m_1", "action": "unreact"}))

        assert not Conversation.objects.get().is_open
        assert Message.objects.count() == 2

    def test_edits_and_unsending(self, page):
        take(page, text(ago=timedelta(minutes=3)))
        take(page, event(ago=timedelta(minutes=2), message_edit={"mid": "m_1", "text": "نو", "num_edit": 1}))
        assert Message.objects.get().text == "نو"
        take(page, event(message={"mid": "m_1", "is_deleted": True}))
        assert Message.objects.get().extras["is_deleted"]

    def test_our_own_words_told_back_are_left_alone(self, page):
        take(page, text())
        sent = answer()
        echo = {"is_echo": True, "app_id": "app-1", "mid": "m_7", "text": "x"}
        take(page, event(message={"is_echo": True, "mid": sent.provider_id, "text": "ok"}), event(message=echo))
        elsewhere = {"is_echo": True, "app_id": "other", "mid": "m_8", "text": "from the vendor's own inbox"}
        take(page, event(message=elsewhere))

        notes = list(Arrival.objects.order_by("pk").values_list("note", flat=True))
        assert Message.objects.count() == 2
        assert notes[1] == notes[2] != notes[3]
        assert "vendor's own inbox" in notes[3]

    @pytest.mark.parametrize("kind", ["optin", "referral", "account_linking", "pass_thread_control", "of 2030"])
    def test_other_events_are_noted(self, page, kind):
        take(page, event(**{kind: {"x": 1}}))
        assert kind in Arrival.objects.get().note


class TestReceipts:
    def test_a_watermark_moves_all_that_was_sent_before(self, page):
        take(page, text())
        first, second = answer("1"), answer("2")
        now = int(datetime.now(UTC).timestamp() * 1000)
        take(page, event(delivery={"mids": [first.provider_id], "watermark": 1_500_000_000_000}))
        states = list(Message.objects.filter(kind="OUTBOUND").order_by("pk").values_list("delivery", flat=True))
        assert states == ["DELIVERED", "SENT"]

        take(page, event(read={"watermark": now + 1000}))
        take(page, event(delivery={"watermark": now + 2000}))
        for message in (first, second):
            message.refresh_from_db()
            assert message.delivery == "READ"

    def test_on_instagram_the_newest_read_message_is_named(self, account):
        take(account, text(account=ACCOUNT))
        first, second, third = answer("1"), answer("2"), answer("3")
        take(account, event(account=ACCOUNT, read={"mid": second.provider_id}))

        for message, state in ((first, "READ"), (second, "READ"), (third, "SENT")):
            message.refresh_from_db()
            assert message.delivery == state

    def test_somebody_elses_watermark_moves_nothing(self, page):
        take(page, text())
        message = answer()
        body = event(read={"watermark": int(datetime.now(UTC).timestamp() * 1000) + 1000})
        body["entry"][0]["messaging"][0]["sender"]["id"] = "somebody else"
        take(page, body)
        message.refresh_from_db()
        assert message.delivery == "SENT"


class TestAnswers:
    def test_within_a_day_an_answer_is_an_answer(self, page, graph):
        take(page, text())
        message = answer("حتماً")
        [sent] = graph.sent()
        assert (sent["recipient"]["id"], sent["messaging_type"], sent["message"]["text"]) == (PSID, "RESPONSE", "حتماً")
        assert message.provider_id == f"m_out{graph.number}"

    def test_later_it_fails_with_words(self, page, graph):
        take(page, text(ago=timedelta(hours=25)))
        message = answer()
        assert message.delivery == "FAILED"
        assert "24 hours" in message.failure
        assert graph.sent() == []

    @pytest.mark.parametrize(("ago", "state"), [(timedelta(days=6), "SENT"), (timedelta(days=8), "FAILED")])
    def test_a_human_agent_has_seven_days(self, page, graph, ago, state):
        page.settings["human_agent"] = True
        page.save()
        take(page, text(ago=ago))
        assert answer().delivery == state
        assert [sent.get("tag") for sent in graph.sent()] == (["HUMAN_AGENT"] if state == "SENT" else [])

    def test_the_vendor_knows_better_and_is_believed(self, page, graph):
        take(page, text())
        graph.fail(400, 10, subcode=2018278)
        message = answer()
        assert message.delivery == "FAILED"
        assert "24 hours" in message.failure

    def test_on_instagram_a_text_is_cut_by_bytes(self, account, graph):
        take(account, text(account=ACCOUNT))
        words = " ".join(["سلام"] * 300)
        answer(words)
        parts = [sent["message"]["text"] for sent in graph.sent()]
        assert " ".join(parts) == words
        assert max(len(part.encode()) for part in parts) <= 1000

    def test_files_are_handed_over_first(self, page, graph):
        take(page, text())
        answer("", uploads=[SimpleUploadedFile("a.txt", b"words", "text/plain")])
        [upload] = [asked for asked in graph.asked if asked.path.endswith("message_attachments")]
        [sent] = graph.sent()
        assert (upload.file, upload.body["platform"]) == (b"words", "messenger")
        assert sent["message"]["attachment"]["type"] == "file"
        assert sent["message"]["attachment"]["payload"]["attachment_id"].startswith("at-")

    def test_that_it_was_read_is_told(self, page, graph):
        take(page, text())
        message = Message.objects.get()
        registry.find("messenger").mark_seen(Access.of_channel(page), thread=PSID, external_id=message.external_id)
        assert graph.asked[-1].body["sender_action"] == "mark_seen"

    @pytest.mark.parametrize("kind", ["messenger", "instagram"])
    def test_health_names_the_account(self, kind, page, account):
        told = registry.find(kind).health(page if kind == "messenger" else account)
        assert (told.is_well, "Narvan Shop" in told.words) == (True, True)

    def test_only_who_wrote_can_be_reached(self):
        identities = [("INSTAGRAM", "1", True), ("MESSENGER", "2", True), ("PHONE", "+98", True)]
        assert registry.find("messenger").threads(identities) == [("2", "2", True)]


def test_a_person_heard_twice_is_one_row(page):
    take(page, text(1), text(2))
    assert list(Person.objects.values_list("thread", flat=True)) == [PSID]
