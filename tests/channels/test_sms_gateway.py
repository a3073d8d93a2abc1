"""Gateways nobody wrote code for: described by a form, safe whatever customers write."""

import hashlib
import hmac
import json
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.channels.sms.gateway import templates
from rafiq.channels.sms.gateway.adapter import Gateway
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.inbox.models import Conversation, Message
from tests.channels.sms_peers import (
    LONG_ARABIC,
    LONG_PERSIAN,
    a_conversation,
    answer,
    delivery,
    said,
    sms_channel,
    take_in,
)
from tests.channels.sms_vendors import Told, a_vendor
from tests.channels.test_sms_smpp_outbound import send
from tests.makers import NOON

pytestmark = pytest.mark.django_db
WORDS = 'سلام "نقل" {secret} {to} \\ & = + % \n\u2028 {0.__class__} 😕'
FORM = {
    "method": "POST", "encoding": "json", "sender": "3000505", "id_path": "messages.0.id", "success": "status=ok",
    "body": '{"to": "{to_digits}", "from": "{from}", "text": "{text}", "ref": "{key}", "x": [{"y": "{to_national}"}]}',
    "headers": "Authorization: Bearer {secret}\nX-Ref: {key}", "in_from": "from", "in_text": "text", "in_id": "id",
    "report_id": "id", "report_status": "status", "report_map": "DELIVRD=delivered\nSEEN=read\nUNDELIV=failed",
    "hook_check": "secret", "hook_name": "X-Secret",
}  # fmt: skip


@pytest.fixture
def vendor():
    with a_vendor(lambda _: Told({"status": "ok", "messages": [{"id": 4711}]})) as found:
        yield found


@pytest.fixture
def make(vendor):
    def make(**changed: object):
        secrets = {"secret": "key & more", "hook_secret": "shared"}
        settings = {**FORM, "url": f"{vendor.url}/send", "health_url": f"{vendor.url}/me?k={{secret}}", **changed}
        return sms_channel("http_sms", secrets, **settings)

    return make


@pytest.fixture
def call(client):
    def call(channel, given: dict[str, object], *, secret: str = "shared", kind: str = "json", **headers: str):
        is_json = kind == "json"
        body = json.dumps(given) if is_json else urllib.parse.urlencode(given)
        content_type = "application/json" if is_json else "application/x-www-form-urlencoded"
        return client.post(
            f"/hooks/{channel.key}/", body, content_type=content_type, headers={"X-Secret": secret, **headers}
        )

    return call


def test_a_document_is_filled_in_and_the_id_found(vendor, make):
    message = answer(a_conversation(make()), WORDS)
    send(message)

    [asked] = vendor.asked
    assert asked.json["text"] == message.text
    assert "{secret}" in asked.json["text"]
    assert (asked.json["to"], asked.json["from"]) == ("989123456789", "3000505")
    assert asked.json["x"] == [{"y": "09123456789"}]
    assert asked.headers["authorization"] == "Bearer key & more"
    assert asked.headers["x-ref"] == asked.json["ref"]
    assert delivery(message) == ("SENT", "")
    assert message.provider_id == "4711"


def test_form_fields_and_addresses_are_quoted(vendor, make):
    form = make(encoding="form", body="to={to}\ntext={text}\nfixed=a=b&c")
    address = make(method="GET", encoding="none", body="", url=f"{vendor.url}/s/{{to}}?t={{text}}&k={{secret}}")
    for channel in (form, address):
        message = answer(a_conversation(channel), WORDS)
        send(message)
        assert delivery(message)[0] == "SENT"

    assert vendor.asked[0].form == {"to": "+989123456789", "text": message.text, "fixed": "a=b&c"}
    assert (vendor.asked[1].method, vendor.asked[1].path) == ("GET", "/s/%2B989123456789")
    assert vendor.asked[1].query == {"t": message.text, "k": "key & more"}


def test_long_answers_go_out_whole_or_as_several(vendor, make):
    for longest, expected in ((0, 1), (100, 3)):
        message = answer(a_conversation(make(longest=longest)), LONG_PERSIAN)
        vendor.asked.clear()
        send(message)
        assert " ".join(asked.json["text"] for asked in vendor.asked).split() == message.text.split()
        assert len(vendor.asked) == expected


@pytest.mark.parametrize(("told", "state", "words"), [
    (Told({"status": "error"}), "QUEUED", None),
    (Told({"status": "bad number"}, 400), "FAILED", "The gateway refused the message"),
    (Told(b"<html>", 200), "QUEUED", None),
    (Told({}, 429, {"Retry-After": "9"}), "QUEUED", None),
    (Told({}, 500), "QUEUED", None),
    (Told({}, 302, {"Location": "http://169.254.169.254/"}), "QUEUED", None),
])  # fmt: skip
def test_refusals(vendor, make, told, state, words):
    message = answer(a_conversation(make()), "سلام")
    vendor.answers = [told]
    send(message)

    assert delivery(message)[0] == state
    assert words is None or message.failure == words
    assert len(vendor.asked) == 1  # no detour is followed


def test_a_second_try_has_the_same_key(vendor, make):
    channel = make()
    message = answer(a_conversation(channel), "سلام")
    vendor.answers = [Told({}, 503)]
    send(message)
    type(channel).objects.update(paused_until=None)
    send(message)

    assert vendor.asked[0].json["ref"] == vendor.asked[1].json["ref"]


def test_a_refused_key_is_told(vendor, make):
    channel = make()
    vendor.answers = [Told({}, 401)]
    message = answer(a_conversation(channel), "سلام")
    send(message)

    assert delivery(message)[0] == "QUEUED"
    assert Connection.objects.get(channel=channel).state == "REVOKED"


class TestCalls:
    @pytest.mark.parametrize("kind", ["json", "form"])
    def test_a_message_comes_in_once(self, make, call, kind):
        channel = make()
        given = {"id": "m-1", "from": "09123456789", "text": LONG_ARABIC}
        assert [call(channel, given, kind=kind).status_code for _ in range(2)] == [200, 200]
        take_in()

        assert said() == [LONG_ARABIC]
        assert Conversation.objects.get().thread == "+989123456789"

    def test_names_of_fields_may_be_paths(self, make, call):
        channel = make(in_from="data.sender", in_text="data.body.0", in_id="data.id")
        call(channel, {"data": {"sender": "0098 912 345 6789", "body": ["سلام"], "id": 7}})
        take_in()
        assert said() == ["سلام"]

    @pytest.mark.parametrize("secret", ["", "wrong", "sharedd"])
    def test_calls_without_the_secret_are_refused(self, make, call, secret):
        assert call(make(), {"id": 1, "from": "0912", "text": "x"}, secret=secret).status_code == 403
        assert Arrival.objects.count() == 0

    def test_the_secret_as_a_field_counts_and_is_not_written_down(self, make, call):
        channel = make(hook_name="password")
        answered = call(channel, {"id": 1, "from": "09123456789", "text": "x", "password": "shared"})
        assert answered.status_code == 200
        assert b"shared" not in bytes(Arrival.objects.get().body)

    @pytest.mark.parametrize("how", ["hmac-sha256", "hmac-sha1"])
    def test_signatures(self, make, call, how):
        channel = make(hook_check=how, hook_name="X-Signature")
        given = {"id": "m-1", "from": "09123456789", "text": "سلام"}
        signed = hmac.new(b"shared", json.dumps(given).encode(), how.removeprefix("hmac-")).hexdigest()
        assert call(channel, given, **{"X-Signature": f"{how[5:]}={signed}"}).status_code == 200
        assert call(channel, {**given, "text": "other"}, **{"X-Signature": signed}).status_code == 403
        assert call(channel, given).status_code == 403

    def test_without_a_secret_of_ours_nothing_is_believed(self, vendor, call):
        channel = sms_channel("http_sms", {"secret": "x", "hook_secret": ""}, **FORM, url=vendor.url)
        empty = hmac.new(b"", b"{}", hashlib.sha256).hexdigest()
        assert call(channel, {}, secret="").status_code == 403
        channel.settings["hook_check"] = "hmac-sha256"
        channel.save()
        assert call(channel, {}, secret=empty).status_code == 403

    @pytest.mark.parametrize(("addresses", "status"), [
        ("127.0.0.0/8", 200), ("10.0.0.1\n127.0.0.1", 200), ("10.0.0.0/8", 403), ("::1", 403), ("", 403),
    ])  # fmt: skip
    def test_where_calls_come_from(self, make, call, addresses, status):
        channel = make(hook_check="address", hook_addresses=addresses)
        given = {"id": 1, "from": "09123456789", "text": "x"}
        assert call(channel, given, secret="").status_code == status
        both = make(hook_addresses=addresses)
        assert call(both, given, secret="wrong").status_code == 403
        assert call(both, given).status_code == (status if addresses else 200)

    def test_reports(self, make, call):
        channel = make()
        message = answer(a_conversation(channel), "سلام")
        send(message)
        for state in ("SEEN", "DELIVRD", "BUFFERED", "UNDELIV"):
            assert call(channel, {"id": 4711, "status": state}).status_code == 200
        take_in()
        assert delivery(message) == ("READ", "")

    def test_a_failure_is_told(self, make, call):
        channel = make()
        message = answer(a_conversation(channel), "سلام")
        send(message)
        call(channel, {"id": "4711", "status": "undeliv"})
        take_in()
        assert delivery(message) == ("FAILED", "The network could not deliver it")

    def test_nonsense_goes_into_quarantine_or_is_refused(self, make, call, client):
        channel = make()
        assert call(channel, {"hello": "world"}).status_code == 200
        take_in()
        assert Arrival.objects.get().state == "QUARANTINED"
        for body in (b"[]", b"{", b"{" * 9000, b'"x"'):
            answered = client.post(
                f"/hooks/{channel.key}/", body, content_type="application/json", headers={"X-Secret": "shared"}
            )
            assert answered.status_code == 400


def test_health_asks_the_address_to_test(vendor, make):
    assert Gateway().health(make()).is_well
    assert vendor.asked[0].query == {"k": "key & more"}
    vendor.answers = [Told({}, 401)]
    assert not Gateway().health(make()).is_well
    assert Gateway().health(make(health_url="")).is_well
    assert not Gateway().health(make(health_url="http://127.0.0.1:1/")).is_well


class TestTemplates:
    @given(st.text(), st.sampled_from(templates.NAMES))
    def test_no_text_breaks_out_of_its_place(self, words, name):
        words = words.encode("utf-16", "replace").decode("utf-16")
        values = {name: words}
        place = "{" + name + "}"
        document = json.loads(templates.json_body(json.dumps({"a": f"<{place}>", "b": [place]}), values))
        assert document == {"a": f"<{words}>", "b": [words]}
        form = templates.form_body(f"x={place}\ny=1", values).decode()
        assert urllib.parse.parse_qsl(form, keep_blank_values=True) == [("x", words), ("y", "1")]
        parts = urllib.parse.urlsplit(templates.url(f"https://gw.example/a/{place}/b?q={place}&z=1", values))
        assert parts.netloc == "gw.example"
        assert parts.path.count("/") == 3
        assert urllib.parse.parse_qs(parts.query, keep_blank_values=True) == {"q": [words], "z": ["1"]}
        [header] = templates.headers(f"X-A: {place}", values).values()
        assert "\n" not in header
        assert "\r" not in header

    @pytest.mark.parametrize("url", [
        "ftp://gw.example/", "file:///etc/passwd", "gw.example/send", "https://u:p@gw.example/", "https://{to}/x",
        "http://169.254.169.254/latest", "http://[fe80::1]/", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/",
        "http://metadata.google.internal/", "https://gw.example:99999/", "https://gw.example/a b", "http://",
    ])  # fmt: skip
    def test_addresses_that_are_refused(self, url):
        with pytest.raises(templates.BadTemplate):
            templates.check_url(url)

    @pytest.mark.parametrize(
        "url", ["https://gw.example/send?to={to}", "http://192.168.1.5:8080/s", "http://localhost:13013/"]
    )
    def test_addresses_of_gateways(self, url):
        templates.check_url(url)

    def test_what_a_name_leads_to_is_looked_at_before_asking(self, make, monkeypatch):
        message = answer(a_conversation(make(url="http://169.254.169.254/latest/meta-data")), "سلام")
        send(message)
        assert delivery(message) == ("FAILED", "The gateway's address leads to where no gateway can stand")

    @pytest.mark.parametrize(("state", "fate"), [
        ("ok", "DELIVERED"), ("OK ", "DELIVERED"), ("gelesen", "READ"), ("3", "FAILED"), ("7", ""),
        ("DELIVRD", "DELIVERED"),
        ("expired", "FAILED"), ("buffered", ""), ("UNDELIV", ""),
    ])  # fmt: skip
    def test_states_in_the_words_of_the_administrator(self, state, fate):
        mapping = "ok = رسید\ngelesen=read\n3= فَشِلَت\n7=في الطريق\nUNDELIV=sent"
        templates.check_map(mapping)
        assert templates.fate(mapping, state) == fate

    @pytest.mark.parametrize(("path", "found"), [
        ("a.0.b", "1"), ("a.1", ""), ("a", ""), ("t", "true"), ("x.y", ""), ("a.-1", ""), ("", ""), ("f", "1.5"),
    ])  # fmt: skip
    def test_paths(self, path, found):
        assert templates.find({"a": [{"b": 1}], "t": True, "f": 1.5}, path) == found


def test_messages_know_when_they_came(make, call):
    call(make(), {"id": 1, "from": "09123456789", "text": "x"})
    take_in()
    assert Message.objects.get().said_at == Arrival.objects.get().arrived_at
    assert Arrival.objects.get().arrived_at != NOON
