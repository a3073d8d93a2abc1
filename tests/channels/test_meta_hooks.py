"""The webhook addresses of WhatsApp, Messenger and Instagram: handshake, signature, one item for each thing told."""

from __future__ import annotations

import json

import pytest

from rafiq.channels.meta import hooks
from rafiq.channels.meta.access import verify_token
from rafiq.channels.transport import hook_views, processing
from rafiq.channels.transport.models import Arrival
from rafiq.channels.transport.refusals import Refusals
from rafiq.inbox.models import Conversation, Message
from tests.channels.meta_graph import LATER, delivery, event, make_meta, said, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(monkeypatch):
    monkeypatch.setattr(hook_views, "_refusals", Refusals())  # each test begins with a good name
    return make_meta("whatsapp", "http://127.0.0.1:9/v23.0")


def post(client, channel, body, *, signature=None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Hub-Signature-256": sign(raw) if signature is None else signature}
    return client.post(f"/hooks/{channel.key}/", raw, "application/json", headers=headers)


def shake(client, channel, **changed):
    asked = {"hub.mode": "subscribe", "hub.verify_token": verify_token(channel.key), "hub.challenge": "1158201444"}
    return client.get(f"/hooks/{channel.key}/", asked | {f"hub.{name}": value for name, value in changed.items()})


def keys() -> list[str]:
    return list(Arrival.objects.order_by("pk").values_list("key", flat=True))


class TestTheHandshake:
    def test_the_challenge_is_given_back(self, client, channel):
        answer = shake(client, channel)

        assert (answer.status_code, answer.content) == (200, b"1158201444")
        assert answer["Content-Type"].startswith("text/plain")

    @pytest.mark.parametrize(
        "changed", [{"verify_token": "guessed"}, {"mode": "unsubscribe"}, {"verify_token": "توکن"}]
    )
    def test_a_stranger_is_refused(self, client, channel, changed):
        assert shake(client, channel, **changed).status_code == 403

    def test_each_channel_has_a_token_of_its_own(self, client, channel):
        other = make_meta("messenger", "http://127.0.0.1:9/v23.0")

        assert shake(client, channel, verify_token=verify_token(other.key)).status_code == 403


class TestTheSignature:
    def test_what_the_vendor_signed_is_written_down(self, client, channel):
        answer = post(client, channel, delivery(said(1)))

        assert answer.status_code == 200
        assert keys() == ["message:wamid.in1"]

    @pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "sha256=ü"])
    def test_what_somebody_else_signed_leaves_nothing(self, client, channel, signature):
        assert post(client, channel, delivery(said(1)), signature=signature).status_code == 403
        assert keys() == []

    def test_a_body_changed_on_the_way_leaves_nothing(self, client, channel):
        body = json.dumps(delivery(said(1))).encode()

        assert post(client, channel, body.replace(b"wamid.in1", b"wamid.in2"), signature=sign(body)).status_code == 403
        assert keys() == []

    def test_another_apps_signature_is_none(self, client, channel):
        body = json.dumps(delivery(said(1))).encode()

        assert post(client, channel, body, signature=sign(body, secret="another app")).status_code == 403

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"entry": 7}', b"[" * 100_000, b"\xff\xfe"])
    def test_what_is_signed_but_no_delivery_is_refused(self, client, channel, body):
        assert post(client, channel, body).status_code == 400
        assert keys() == []


class TestTakingApart:
    def test_every_message_and_receipt_is_an_item_of_its_own(self, client, channel):
        body = delivery(said(1), said(2))
        status = {"id": "wamid.out1", "status": "delivered", "timestamp": "1698266945", "recipient_id": "98912"}
        body["entry"].append(delivery(statuses=[status, status | {"status": "read"}])["entry"][0])
        post(client, channel, body)

        assert keys() == [
            "message:wamid.in1", "message:wamid.in2", "status:wamid.out1:delivered", "status:wamid.out1:read",
        ]  # fmt: skip

    def test_a_repeated_delivery_adds_nothing(self, client, channel):
        events = event(read={"watermark": 1})["entry"][0]["messaging"]
        body = delivery(said(1)) | {}
        body["entry"] += [{"id": "1", "time": 5, "changes": [{"field": "account_update", "value": {"event": "X"}}]}]
        body["entry"] += [{"id": "1", "time": 5, "messaging": events}, {"id": "1", "time": 9}]
        for _ in range(3):
            assert post(client, channel, body).status_code == 200

        assert len(keys()) == 4
        assert Arrival.objects.count() == 4

    def test_the_same_thing_in_another_batch_is_the_same_item(self, client, channel):
        post(client, channel, delivery(said(1), said(2)))
        post(client, channel, delivery(said(2), said(3)))

        assert keys() == ["message:wamid.in1", "message:wamid.in2", "message:wamid.in3"]

    def test_taking_back_is_not_taken_for_the_message_itself(self):
        message = {"mid": "m_1", "text": "x"}
        told = [event(message=message), event(message=message | {"is_deleted": True}), event(message_edit=message)]

        found = [item.key for body in told for item in hooks.items(body)]
        assert found[:2] == ["message:m_1", "deleted:m_1"]
        assert found[2].startswith("edit:m_1:")

    def test_every_item_is_a_delivery_again(self):
        for item in hooks.items(delivery(said(1), said(2))):
            [again] = hooks.items(json.loads(item.body))
            assert (again.key, again.body) == (item.key, item.body)


class TestWhoseItIs:
    def test_what_belongs_to_another_number_is_noted_and_left_alone(self, client, channel):
        post(client, channel, delivery(said(1), number="999"))
        processing.process_all(at=LATER)

        assert Arrival.objects.get().state == "DONE"
        assert "999" in Arrival.objects.get().note
        assert not Message.objects.exists()

    def test_what_belongs_to_another_page_is_noted_and_left_alone(self, client, channel):
        page = make_meta("messenger", "http://127.0.0.1:9/v23.0")
        post(client, page, event(account="31337", message={"mid": "m_1", "text": "Hello"}) | {"object": "page"})
        processing.process_all(at=LATER)

        assert "31337" in Arrival.objects.get().note
        assert not Conversation.objects.exists()
