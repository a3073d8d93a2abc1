"""A company's own system tells what its customers say, and is told what agents answer."""

from __future__ import annotations

import base64
import io
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from rafiq.channels.transport import hook_views, processing, registry
from rafiq.channels.transport.contracts import Hook, HookRefused, NotNow, Parsed, RawItem, Unreadable
from rafiq.channels.transport.models import Arrival
from rafiq.channels.transport.refusals import Refusals
from rafiq.channels.webhook import fetching, signing
from rafiq.customers.models import Customer, Identity
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Attachment, Conversation, Message
from rafiq.platform import files
from tests.channels.webhook_system import SECRET, System, make_webhook
from tests.makers import NOON, make_agent, receive

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def system():
    with System().serving() as one:
        yield one


@pytest.fixture
def channel(monkeypatch, system):
    monkeypatch.setattr(hook_views, "_refusals", Refusals())  # each test begins with a good name
    return make_webhook(f"{system.url}/answers", file_hosts="127.0.0.1")


@pytest.fixture
def call(client, channel):
    """Call the webhook as the company's system does."""

    def post(content, *, at=None, secret=SECRET, signature=None):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        signed = signing.sign(body, secret=secret, at=at or datetime.now(UTC)) if signature is None else signature
        address = f"/hooks/{channel.key}/"
        return client.post(address, body, "application/json", headers={"Rafiq-Signature": signed})

    return post


@pytest.fixture
def take(call):
    def post(*contents, at=LATER):
        for content in contents:
            assert call(content).status_code == 200
        processing.process_all(at=at)
        return list(Message.objects.filter(kind="INBOUND").order_by("pk"))

    return post


def said(number=1, **more):
    return {"id": f"m-{number}", "sender": {"id": "c-7", "name": "سارا"}, "text": f"پیام {number}"} | more


def deliver(message):
    try:
        inbox.deliver(message.pk, at=datetime.now(UTC))
        pause = None
    except inbox.NotYet as error:
        pause = error.seconds
    message.refresh_from_db()
    return message, pause


class TestWhatComesIn:
    def test_a_message_becomes_a_conversation(self, take, channel):
        [found] = take({"message": said(sent_at="2026-11-20T10:00:00+03:30", subject="سفارش")})

        identity = Identity.objects.get(customer=found.conversation.customer_id)
        assert (found.text, found.external_id, found.conversation.thread) == ("پیام 1", "m-1", "c-7")
        assert found.said_at == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
        assert (identity.kind, identity.value) == ("EXTERNAL", f"{channel.key}:c-7")
        assert found.conversation.subject == "سفارش"

    def test_several_come_at_once_and_each_counts_once(self, take):
        take({"messages": [said(1), said(2), said(1)]}, {"messages": [said(2), said(3)]})
        assert list(Message.objects.values_list("external_id", flat=True)) == ["m-1", "m-2", "m-3"]

    def test_threads_keep_matters_apart(self, take):
        take({"messages": [said(1, thread="order-1"), said(2, thread="order-2")]})
        assert (Conversation.objects.count(), Customer.objects.count()) == (2, 1)

    def test_a_claimed_address_leads_to_nobody(self, take):
        receive("Hi", sender=("EMAIL", "boss@narvan.example"), thread="t")
        take({"message": said(sender={"id": "c-7", "email": "boss@narvan.example", "phone": "+989121234567"})})

        claimed = Identity.objects.filter(value__in=["boss@narvan.example", "+989121234567"], is_verified=False)
        assert (Customer.objects.count(), claimed.count()) == (2, 2)

    def test_an_id_that_looks_like_another_channels_is_not_taken_for_it(self, take, channel, client):
        take({"message": said()})
        other = make_webhook()
        body = json.dumps({"message": said()}).encode()
        signed = signing.sign(body, secret=SECRET, at=datetime.now(UTC))
        client.post(f"/hooks/{other.key}/", body, "application/json", headers={"Rafiq-Signature": signed})
        processing.process_all(at=LATER)

        assert Customer.objects.count() == 2

    def test_changes_and_reports(self, take, system):
        take({"message": said()})
        message, _ = deliver(self.reply())
        assert message.provider_id == "theirs-1"
        take({"reports": [{"id": "theirs-1", "status": "read"}, {"id": "theirs-1", "status": "delivered"}]})
        take({"edit": {"id": "m-1", "text": "نو"}})

        message.refresh_from_db()
        assert message.delivery == "READ"
        assert Message.objects.get(external_id="m-1").text == "نو"

        take({"edit": {"id": "m-1", "is_deleted": True, "edited_at": 1800000000}})
        assert Message.objects.get(external_id="m-1").extras["is_deleted"]

    def reply(self):
        talk = Conversation.objects.get()
        return inbox.reply(conversation=talk, author=make_agent(), body="ok", client_id=uuid4(), at=NOON)


class TestFiles:
    @pytest.fixture
    def photo(self):
        out = io.BytesIO()
        Image.effect_noise((40, 30), 90).convert("RGB").save(out, "PNG")
        return out.getvalue()

    def test_come_inside_or_from_an_address(self, take, system, photo):
        system.files["/a.png"] = (200, photo)
        inside = {"name": "b.png", "content": base64.b64encode(photo).decode()}
        take({"message": said(files=[{"url": f"{system.url}/a.png"}, inside])})

        names = Attachment.objects.order_by("pk").values_list("file__name", "file__content_type")
        assert list(names) == [("a.png", "image/png"), ("b.png", "image/png")]

    def test_one_that_is_not_there_is_told(self, take, system):
        [found] = take({"message": said(files=[{"url": f"{system.url}/gone.pdf"}])})
        assert "[The file “gone.pdf” could not be fetched" in found.text

    def test_while_its_server_is_away_the_message_waits(self, take, system, photo):
        system.files["/a.png"] = (503, b"")
        assert take({"message": said(files=[{"url": f"{system.url}/a.png"}])}) == []
        system.files["/a.png"] = (200, photo)
        processing.process_all(at=LATER + timedelta(hours=1))
        assert Attachment.objects.count() == 1

    def test_our_own_network_is_not_looked_around_in(self, take, system, channel):
        channel.settings["file_hosts"] = ""
        channel.save()
        take({"message": said(files=[{"url": f"{system.url}/secret"}])})
        assert system.asked == []

    @pytest.mark.parametrize(
        "url",
        ["http://127.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/x", "http://10.0.0.8/", "http://localhost/x"],
    )
    def test_private_addresses_are_refused(self, url):
        assert not fetching.may_ask(url, hosts=())


class TestTheDoor:
    @pytest.mark.parametrize(
        "signature",
        [
            "",
            "t=1",
            "v1=abc",
            "t=x,v1=abc",
            "t=99999999999999,v1=a",
            "t=1795000000,v1=" + "0" * 64,
            "t=١,v1=ü",
            "," * 3000,
        ],
    )
    def test_what_is_not_signed_leaves_nothing(self, call, signature):
        assert call({"message": said()}, signature=signature).status_code == 403
        assert not Arrival.objects.exists()

    def test_another_secret_or_a_changed_body_leaves_nothing(self, call):
        body = json.dumps({"message": said()}).encode()
        signed = signing.sign(body, secret=SECRET, at=datetime.now(UTC))

        assert call({"message": said()}, secret="another").status_code == 403
        assert call(body.replace(b"m-1", b"m-2"), signature=signed).status_code == 403
        assert not Arrival.objects.exists()

    @pytest.mark.parametrize("off", [timedelta(minutes=-6), timedelta(minutes=6), timedelta(days=-400)])
    def test_a_call_heard_long_ago_is_worth_nothing(self, call, off):
        assert call({"message": said()}, at=datetime.now(UTC) + off).status_code == 403

    def test_a_call_replayed_at_once_adds_nothing(self, call):
        body = json.dumps({"message": said()}).encode()
        signed = signing.sign(body, secret=SECRET, at=datetime.now(UTC))

        assert [call(body, signature=signed).status_code for _ in range(3)] == [200, 200, 200]
        assert Arrival.objects.count() == 1

    def test_while_a_secret_is_changed_two_signatures_may_stand_there(self, call):
        body = json.dumps({"message": said()}).encode()
        now = datetime.now(UTC)
        old = signing.sign(body, secret="old", at=now).partition(",")[2]
        assert call(body, signature=f"{signing.sign(body, secret=SECRET, at=now)},{old}").status_code == 200

    @pytest.mark.parametrize(
        ("content", "where"),
        [
            ({}, ""),
            ({"message": said() | {"txet": "x"}}, "message.txet"),
            ({"messages": [said(), {"id": "m-2", "text": "x"}]}, "messages.1.sender"),
            ({"message": {"id": "m", "sender": {"id": "c"}}}, "message"),
            ({"message": said(id="a\nb")}, "message.id"),
            ({"message": said(files=[{"name": "x"}])}, "message.files.0"),
            ({"message": said(files=[{"content": "*"}])}, "message.files.0.content"),
            ({"message": said(files=[{"url": "file:///etc/passwd"}])}, "message.files.0.url"),
            ({"message": said(sent_at="yesterday")}, "message.sent_at"),
            ({"messages": [said(number) for number in range(101)]}, "messages"),
            ({"report": {"id": "x", "status": "lost"}}, "report.status"),
        ],
    )
    def test_a_mistake_is_explained_and_nothing_is_taken(self, call, content, where):
        answer = call(content)

        assert answer.status_code == 422
        assert where in [one["at"] for one in answer.json()["details"]]
        assert not Arrival.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 90_000, b'{"message":' * 900])
    def test_what_is_no_json_is_explained(self, call, body):
        assert call(body).status_code == 422

    def test_a_get_is_told_to_post(self, client, channel):
        assert client.get(f"/hooks/{channel.key}/").status_code == 405


class TestWhatGoesOut:
    @pytest.fixture
    def message(self, take):
        take({"message": said()})
        talk = Conversation.objects.get()
        return inbox.reply(conversation=talk, author=make_agent("Badr"), body="حتماً", client_id=uuid4(), at=NOON)

    def test_an_answer_is_one_signed_call(self, message, system):
        message, _ = deliver(message)

        [call] = system.calls
        assert (message.delivery, message.provider_id) == ("SENT", "theirs-1")
        assert call["key"] == call["message"]["id"] == str(message.client_id)
        assert (call["message"]["text"], call["message"]["thread"]) == ("حتماً", "c-7")
        assert (call["message"]["author"], call["message"]["answers"]) == ("Badr", "m-1")

    def test_what_they_had_already_is_not_sent_twice(self, message, system):
        system.failures.append((500, {}, {}))
        _, pause = deliver(message)
        message.channel.refresh_from_db()
        type(message.channel).objects.update(paused_until=None)
        message, _ = deliver(message)

        assert pause is not None
        assert [call["key"] for call in system.calls] == [str(message.client_id)] * 2
        assert message.delivery == "SENT"

    def test_without_an_id_of_theirs_ours_counts(self, message, system, take):
        system.failures.append((204, b"", {}))
        message, _ = deliver(message)
        take({"report": {"id": str(message.client_id), "status": "delivered"}})
        message.refresh_from_db()
        assert message.delivery == "DELIVERED"

    @pytest.mark.parametrize(
        ("status", "headers", "least", "most"),
        [
            (429, {"Retry-After": "77"}, 70, 78),
            (503, {"Retry-After": timedelta(minutes=10)}, 400, 600),
            (500, {}, 1, 60),
            (503, {"Retry-After": "soon"}, 1, 60),
        ],
    )
    def test_trouble_over_there_is_waited_out(self, message, system, status, headers, least, most):
        if isinstance(wait := headers.get("Retry-After"), timedelta):  # reckoned now: tests are collected long before
            headers = {"Retry-After": format_datetime(datetime.now(UTC) + wait, usegmt=True)}
        system.failures.append((status, {}, headers))
        message, pause = deliver(message)
        assert (message.delivery, message.attempts) == ("QUEUED", 0)
        assert least <= pause <= most

    def test_a_refusal_is_final_and_told(self, message, system):
        system.failures.append((400, {"error": "no such customer"}, {}))
        message, _ = deliver(message)
        assert message.delivery == "FAILED"
        assert "400: no such customer" in message.failure

    def test_a_redirect_is_no_success(self, message, system):
        system.failures.append((302, {}, {"Location": "http://127.0.0.1:9/"}))
        assert deliver(message)[0].delivery == "FAILED"

    def test_nobody_there_is_waited_out(self, message, channel):
        channel.settings["url"] = "http://127.0.0.1:9/"
        channel.save()
        message, pause = deliver(message)
        assert (message.delivery, pause is not None) == ("QUEUED", True)

    @pytest.mark.parametrize("url", ["", "ftp://x", "http://[::", "nonsense"])
    def test_an_address_that_is_none_is_final(self, message, channel, url):
        channel.settings["url"] = url
        channel.save()
        assert deliver(message)[0].delivery == "FAILED"

    def test_files_go_along(self, take, system):
        take({"message": said()})
        agent = make_agent()
        upload = SimpleUploadedFile("a.txt", b"words", "text/plain")
        token = files.store(upload, owner=agent.actor, at=NOON).token
        talk = Conversation.objects.get()
        deliver(inbox.reply(conversation=talk, author=agent, body="", client_id=uuid4(), at=NOON, files=[token]))

        [file] = system.calls[0]["message"]["files"]
        assert (file["name"], base64.b64decode(file["content"])) == ("a.txt", b"words")


class TestHealth:
    def test_asks_by_a_ping(self, channel, system):
        assert registry.find("webhook").health(channel).is_well
        assert system.calls[0]["type"] == "ping"

    def test_never_raises(self, channel, system):
        kind = registry.find("webhook")
        system.failures.append((500, {}, {}))
        assert not kind.health(channel).is_well
        for url in ("http://127.0.0.1:9/", "nonsense", "http://[::"):
            channel.settings["url"] = url
            assert not kind.health(channel).is_well
        channel.secret = "not ours"
        assert not kind.health(channel).is_well


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary().map(lambda b: b.decode("latin-1"))
)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))
FIELDS = st.sampled_from(["id", "thread", "sender", "text", "files", "sent_at", "language", "subject", "extras"])


@given(changes=st.dictionaries(FIELDS, JSON, max_size=4), whole=st.none() | JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_signed_is_taken_or_explained(channel, changes, whole):
    content = {"message": said() | changes} if whole is None else whole
    body = json.dumps(content).encode()
    kind = registry.find("webhook")
    headers = {"rafiq-signature": signing.sign(body, secret=SECRET, at=datetime.now(UTC))}
    answer = kind.verify(channel, Hook(method="POST", path="", query={}, headers=headers, body=body))

    assert answer.status in {200, 422}
    for item in answer.items:
        with suppress(NotNow, Unreadable):
            assert isinstance(kind.parse(channel, item), Parsed)


@given(body=st.binary(max_size=300), header=st.text(max_size=100))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_is_refused(channel, body, header):
    kind = registry.find("webhook")
    hook = Hook(method="POST", path="", query={}, headers={"rafiq-signature": header}, body=body)
    with pytest.raises(HookRefused):
        kind.verify(channel, hook)
    with pytest.raises(Unreadable):
        kind.parse(channel, RawItem(key="x", body=body))
