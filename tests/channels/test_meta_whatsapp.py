"""What people write on WhatsApp, through the webhook and the journal into conversations."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from PIL import Image

from rafiq.channels.meta import people
from rafiq.channels.meta.models import Person
from rafiq.channels.transport import processing
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.customers.models import Customer, Identity
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Attachment, Conversation, Message
from rafiq.platform import files
from tests.channels.meta_graph import LATER, SARA, SHARED, delivery, make_meta, needs_recordings, said, serving, sign
from tests.makers import NOON, make_agent, make_reply

pytestmark = pytest.mark.django_db
FORM = '{"flow_token": "x", "city": "قم"}'
MAP = "https://www.openstreetmap.org/"
PRODUCT = {"product_retailer_id": "K-2", "quantity": 3, "item_price": 30, "currency": "IRR"}


@pytest.fixture
def graph():
    with serving() as vendor:
        yield vendor
        assert vendor.wrong == []


@pytest.fixture
def channel(graph):
    return make_meta("whatsapp", graph.url)


@pytest.fixture
def take(client, channel):
    """Call the webhook, take everything in, and return the messages of customers."""

    def post(*bodies, at=LATER):
        for body in bodies:
            raw = json.dumps(body).encode()
            headers = {"X-Hub-Signature-256": sign(raw)}
            assert client.post(f"/hooks/{channel.key}/", raw, "application/json", headers=headers).status_code == 200
        processing.process_all(at=at)
        return list(Message.objects.filter(kind="INBOUND").order_by("pk"))

    return post


def one(take, **content):
    [found] = take(delivery(said(1, **content)))
    return found


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((40, 30), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


class TestWhoWrites:
    def test_a_message_becomes_a_conversation_with_a_person_known_by_phone(self, take):
        [found] = take(delivery(said(1)))

        identity = Identity.objects.get(customer=found.conversation.customer_id)
        assert (found.text, found.external_id, found.conversation.thread) == ("پیام 1", "wamid.in1", SARA)
        assert (identity.kind, identity.value, identity.is_verified) == ("PHONE", "+989121234567", True)
        assert found.conversation.customer.name == "سارا"

    def test_who_hides_the_number_is_known_by_the_businesss_own_id(self, take):
        hidden = {"from_user_id": "IR.77"}
        [found] = take(
            delivery(
                {k: v for k, v in said(1).items() if k != "from"} | hidden,
                contacts=[{"profile": {"name": "Sara", "username": "@sara"}, "user_id": "IR.77"}],
            )
        )

        identity = Identity.objects.get(customer=found.conversation.customer_id)
        assert (identity.kind, identity.value, identity.label) == ("HANDLE", "whatsapp:IR.77", "@sara")
        assert found.conversation.thread == "IR.77"

    def test_who_hides_the_number_later_stays_the_same_person(self, take):
        take(delivery(said(1)))
        hidden = {k: v for k, v in said(2).items() if k != "from"} | {"from_user_id": "IR.77"}
        take(delivery(hidden, contacts=[{"profile": {"name": "Sara"}, "user_id": "IR.77"}]))

        assert Customer.objects.count() == Conversation.objects.count() == 1
        assert Message.objects.count() == 2

    def test_a_new_number_is_told_and_only_claimed(self, take):
        changed = {"body": "User changed", "wa_id": "989350001122", "type": "user_changed_number"}
        take(delivery(said(1)))
        body = delivery(said(2, type="system", system=changed))
        del body["entry"][0]["changes"][0]["value"]["contacts"]
        take(body)

        claimed = Identity.objects.get(value="+989350001122")
        assert (claimed.kind, claimed.is_verified) == ("PHONE", False)
        assert Customer.objects.count() == 1

    def test_a_group_is_no_conversation(self, take):
        assert take(delivery(said(1, type="text", text={"body": "hi"}, group_id="g1"))) == []
        assert "group" in Arrival.objects.get().note


class TestWhatIsSaid:
    @pytest.mark.parametrize(
        ("kind", "content", "text"),
        [
            ("button", {"payload": "p", "text": "بله"}, "بله"),
            ("interactive", {"type": "button_reply", "button_reply": {"id": "a", "title": "No"}}, "No"),
            ("interactive", {"type": "list_reply", "list_reply": {"title": "T", "description": "D"}}, "T\nD"),
            ("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": FORM}}, "city: قم"),
            ("location", {"latitude": 35.7, "longitude": 51.4, "name": "Narvan"}, f"Narvan\n{MAP}?mlat=35.7&mlon=51.4"),
            ("contacts", [{"name": {"formatted_name": "Ali"}, "phones": [{"phone": "+98 912"}]}], "Ali\n+98 912"),
            ("order", {"product_items": [PRODUCT]}, "3 × K-2 — 30 IRR"),
            ("reaction", {"message_id": "wamid.x", "emoji": "👍"}, "👍"),
        ],
    )
    def test_reads_as_the_customer_meant_it(self, take, kind, content, text):
        assert one(take, **{"type": kind, kind: content}).text == text

    @pytest.mark.parametrize(
        "content",
        [
            {"type": "unsupported", "unsupported": {"type": "poll"}, "errors": [{"code": 131051, "title": "Unknown"}]},
            {"type": "a kind of the year 2030", "a kind of the year 2030": {}},
            {"type": "interactive"},
            {"type": "image", "image": {}},
            {"type": "text", "text": {"body": ""}},
        ],
    )
    def test_what_is_not_handed_on_is_told(self, take, content):
        assert one(take, **content).text.startswith("[The customer sent something")

    def test_an_answer_a_forward_and_an_advertisement_are_kept(self, take):
        referral = {"source_url": "https://fb.me/x", "headline": "Sale", "ctwa_clid": "c"}
        found = one(
            take, type="text", text={"body": "x"}, referral=referral, context={"id": "wamid.out1", "forwarded": True}
        )

        assert found.extras["reply_to"] == {"id": "wamid.out1"}
        assert found.extras["forwarded"] is True
        assert found.extras["referral"]["headline"] == "Sale"

    def test_a_thumb_owes_nobody_an_answer(self, take):
        take(delivery(said(1)))
        talk = Conversation.objects.get()
        inbox.resolve(conversation=talk, by=make_agent(), at=NOON)
        take(delivery(said(2, type="reaction", reaction={"message_id": "wamid.in1", "emoji": "👍"})))

        talk.refresh_from_db()
        assert not talk.is_open
        assert Conversation.objects.count() == 1

    def test_an_edit_changes_what_was_said_and_taking_back_empties_it(self, take):
        take(delivery(said(1)))
        change = {"original_message_id": "wamid.in1", "message": {"type": "text", "text": {"body": "نو"}}}
        take(delivery(said(2, ago=timedelta(seconds=30), type="edit", edit=change)))
        [message] = Message.objects.all()
        assert message.text == "نو"

        take(delivery(said(3, ago=timedelta(0), type="revoke", revoke={"original_message_id": "wamid.in1"})))
        message.refresh_from_db()
        assert (message.text, message.extras["is_deleted"]) == ("", True)

    def test_the_same_message_again_changes_nothing(self, take):
        take(delivery(said(1)))
        take(delivery(said(1)))
        Arrival.objects.update(state="PENDING")
        processing.process_all(at=LATER)

        assert Message.objects.count() == 1


class TestFiles:
    def test_a_picture_is_fetched_and_kept(self, take, graph):
        graph.media["m1"] = photo()
        found = one(take, type="image", image={"id": "m1", "mime_type": "image/jpeg", "caption": "این"})

        [file] = Attachment.objects.filter(message=found).select_related("file")
        assert (found.text, file.file.content_type, file.file.width) == ("این", "image/jpeg", 40)
        assert [asked.path for asked in graph.asked] == ["/v23.0/m1", "/bytes/m1"]
        assert graph.asked[0].query == {"phone_number_id": "106540352242922"}

    def test_a_voice_message_is_marked(self, take, graph):
        graph.media["m1"] = b"OggS" + bytes(200)
        found = one(take, type="audio", audio={"id": "m1", "mime_type": "audio/ogg; codecs=opus", "voice": True})

        assert found.extras["voice"] is True
        assert Attachment.objects.get().file.name == "audio.ogg"

    def test_understanding_it_again_fetches_nothing_again(self, take, graph):
        graph.media["m1"] = photo()
        one(take, type="image", image={"id": "m1", "mime_type": "image/jpeg"})
        Arrival.objects.update(state="PENDING")
        processing.process_all(at=LATER)

        assert (len(graph.asked), Attachment.objects.count()) == (2, 1)

    def test_what_the_vendor_no_longer_has_is_told_and_the_words_come_through(self, take):
        found = one(take, type="document", document={"id": "gone", "filename": "bill.pdf", "caption": "my bill"})

        assert found.text.startswith("my bill\n[The file “bill.pdf” could not be fetched")
        assert found.extras["problems"]

    def test_while_the_vendor_is_away_the_message_waits(self, take, graph):
        graph.media["m1"] = photo()
        graph.fail(503)
        body = delivery(said(1, type="image", image={"id": "m1", "mime_type": "image/jpeg"}))

        assert take(body) == []
        assert Arrival.objects.get().state == "PENDING"
        assert len(take(at=LATER + timedelta(hours=2))) == 1

    def test_a_withdrawn_token_alarms_and_the_message_waits(self, take, graph):
        graph.fail(401, 190)
        take(delivery(said(1, type="image", image={"id": "m1", "mime_type": "image/jpeg"})))

        assert Connection.objects.get().state == "REVOKED"
        assert Arrival.objects.get().state == "PENDING"

    def test_our_token_is_shown_to_nobody_else(self, take, graph):
        graph.media["m1"] = b"x"
        graph.failures.append((200, {"url": "http://127.0.0.1:1/steal", "id": "m1"}, {}))
        found = one(take, type="image", image={"id": "m1", "mime_type": "image/jpeg"})

        assert "could not be fetched" in found.text
        assert len(graph.asked) == 1

    def test_an_endless_file_is_not_fetched(self, take, graph):
        graph.media["m1"] = bytes(files.MOST_BROUGHT + 1)
        assert "too large" in one(take, type="video", video={"id": "m1", "mime_type": "video/mp4"}).text


class TestReceipts:
    @pytest.fixture
    def answer(self, take, run_jobs):
        take(delivery(said(1)))
        message = make_reply(Conversation.objects.get(), make_agent())
        inbox.deliver(message.pk, at=NOON)
        message.refresh_from_db()
        return message

    def status(self, answer, told, **more):
        given = {"id": answer.provider_id, "status": told, "timestamp": "1698266945", "recipient_id": SARA}
        return delivery(statuses=[given | {"pricing": {"billable": True, "category": "service"}} | more])

    def test_move_an_answer_forward_and_never_back(self, take, answer):
        take(self.status(answer, "read"))
        take(self.status(answer, "delivered"), self.status(answer, "sent"))

        answer.refresh_from_db()
        assert answer.delivery == "READ"

    def test_a_failure_says_what_to_do(self, take, answer):
        take(self.status(answer, "failed", errors=[{"code": 131047, "title": "Re-engagement message"}]))

        answer.refresh_from_db()
        assert answer.delivery == "FAILED"
        assert "template" in answer.failure

    def test_an_unknown_failure_is_told_in_the_vendors_words(self, take, answer):
        details = {"details": "Something about the moon"}
        take(self.status(answer, "failed", errors=[{"code": 999, "title": "Odd", "error_data": details}]))

        answer.refresh_from_db()
        assert answer.failure == "Something about the moon (999)"

    def test_what_failed_may_be_sent_again(self, take, answer, graph):
        take(self.status(answer, "failed", errors=[{"code": 131000}]))
        answer.refresh_from_db()
        inbox.retry_delivery(message=answer, by=make_agent("Badr"), at=NOON)
        inbox.deliver(answer.pk, at=NOON)

        assert len(graph.sent()) == 2


class TestTheWindow:
    def test_counts_from_the_newest_message(self, take, channel):
        take(delivery(said(1, ago=timedelta(hours=30))), delivery(said(2, ago=timedelta(hours=2))))
        take(delivery(said(3, ago=timedelta(hours=50))))

        newest = Message.objects.get(external_id="wamid.in2").said_at
        assert people.open_until(channel.pk, SARA) == newest + timedelta(hours=24)

    def test_is_unknown_for_strangers(self, channel):
        assert people.open_until(channel.pk, SARA) is None

    def test_a_receipt_opens_nothing(self, take):
        take(delivery(statuses=[{"id": "wamid.x", "status": "read", "timestamp": "1698266945", "recipient_id": SARA}]))
        assert not Person.objects.exists()


@needs_recordings
@pytest.mark.parametrize("file", sorted(SHARED.glob("*.json")), ids=lambda path: path.stem)
def test_every_recorded_delivery_is_understood_or_noted(take, channel, graph, file):
    graph.media |= dict.fromkeys(("65463453", "765756756", "1234567890987654321"), photo())
    recorded = json.loads(file.read_text())
    for number, body in enumerate(recorded.values()):
        value = body["entry"][0]["changes"][0]["value"]
        if "metadata" in value:
            channel.settings["phone_number_id"] = value["metadata"]["phone_number_id"]
            channel.save()
        # The recordings call every message the same.
        take(json.loads(json.dumps(body).replace("wamid.", f"wamid.{file.stem}{number}")))

    assert not Arrival.objects.exclude(state="DONE").exists()
    for arrival in Arrival.objects.all():
        assert arrival.message_id or arrival.note, arrival.key
    if file.stem == "message":
        assert Message.objects.count() == len(recorded) - 2  # two reactions are taken back
        assert not Message.objects.filter(text="", attachments=None).exists()
