"""Twilio, played by its documented shapes; requests are checked against its own description of the interface."""

import re
import urllib.parse
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from rafiq.channels.sms import opting
from rafiq.channels.sms.twilio import signing
from rafiq.channels.sms.twilio.adapter import EMPTY, Twilio
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.inbox.models import Conversation, Message
from tests.channels.sms_peers import LONG_ARABIC, a_conversation, answer, delivery, said, sms_channel, states, take_in
from tests.channels.sms_vendors import Asked, Told, a_vendor
from tests.channels.test_sms_smpp_outbound import send
from tests.makers import NOON

pytestmark = pytest.mark.django_db
DESCRIPTION = Path(__file__).parents[3] / "shared" / "apis" / "twilio" / "twilio_api_v2010.yaml"
ACCOUNT, TOKEN = "AC" + "a" * 32, "12345"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000"
    "000049454e44ae426082"
)
PHONE = "+14155550123"


class Account:
    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.listed: list[dict[str, object]] = []

    def __call__(self, asked: Asked) -> Told:
        if "authorization" not in asked.headers and asked.path.startswith("/2010"):
            return Told({"code": 20003, "message": "Authenticate", "status": 401}, 401)
        if asked.path.endswith("/Messages.json") and asked.method == "POST":
            self.sent.append(asked.form)
            return Told({"sid": f"SM{len(self.sent):032x}", "status": "queued", "error_code": None}, 201)
        if asked.path.endswith("/Messages.json"):
            at = int(asked.query.get("Page", 0)) * 2
            following = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?Page={at // 2 + 1}&PageSize=2"
            return Told(
                {"messages": self.listed[at : at + 2], "next_page_uri": following if self.listed[at + 2 :] else None}
            )
        if "/Media/" in asked.path:
            return Told(PNG, headers={"Content-Type": "image/png"})
        return Told({"sid": ACCOUNT, "status": "active", "friendly_name": "Narvan"})


@pytest.fixture
def account():
    return Account()


@pytest.fixture
def vendor(account):
    with a_vendor(account) as found:
        yield found


@pytest.fixture
def channel(vendor):
    return sms_channel(
        "twilio", {"auth_token": TOKEN}, account_sid=ACCOUNT, sender="+12025550100", host=vendor.url, country="US"
    )


@pytest.fixture
def call(client, channel):
    """Call the webhook as Twilio does, signed for the address it was given."""

    def call(given: dict[str, str], *, token: str = TOKEN, changed: dict[str, str] | None = None, port: str = ""):
        url = f"http://testserver{port}/hooks/{channel.key}/"
        signed = signing.signature(url, list(given.items()), auth_token=token)
        body = urllib.parse.urlencode({**given, **(changed or {})})
        return client.post(
            f"/hooks/{channel.key}/", body, content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signed},
        )  # fmt: skip

    return call


def inbound(number: int, body: str, **more: str) -> dict[str, str]:
    sid = f"SM{number:032x}"
    return {
        "ToCountry": "US", "SmsMessageSid": sid, "NumMedia": "0", "SmsSid": sid, "SmsStatus": "received", "Body": body,
        "To": "+12025550100", "NumSegments": "1", "MessageSid": sid, "AccountSid": ACCOUNT, "From": PHONE,
        "ApiVersion": "2010-04-01", **more,
    }  # fmt: skip


def status(sid: str, state: str, code: str = "") -> dict[str, str]:
    more = {"ErrorCode": code} if code else {}
    return {
        "SmsSid": sid, "SmsStatus": state, "MessageStatus": state, "To": PHONE, "MessageSid": sid,
        "AccountSid": ACCOUNT, "From": "+12025550100", "ApiVersion": "2010-04-01", **more,
    }  # fmt: skip


def test_the_signature_of_twilios_own_example():
    fields = [
        ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"), ("From", "+14158675309"),
        ("To", "+18005551212"),
    ]  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signing.signature(url, fields, auth_token="12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert signing.is_genuine("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, fields, auth_token="12345")
    assert not signing.is_genuine("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url + "3", fields, auth_token="12345")
    assert not signing.is_genuine("", url, fields, auth_token="")


@override_settings(PUBLIC_URL="https://care.narvan.example")
def test_requests_are_what_twilio_describes(account, vendor, channel):
    if not DESCRIPTION.exists():
        pytest.skip(f"{DESCRIPTION} is not here: the shape of requests stays unchecked")
    text = DESCRIPTION.read_text()
    text = text[text.index("title: CreateMessageRequest") :]
    known = set(re.findall(r"^ {16}([A-Z][A-Za-z]+):$", text[: text.index("required:")], re.MULTILINE))
    message = answer(a_conversation(channel, phone=PHONE), LONG_ARABIC)
    send(message)

    [sent] = account.sent
    assert {"To", "Body", "From", "StatusCallback"} == set(sent) <= known
    assert (sent["To"], sent["Body"]) == (PHONE, message.text)
    assert sent["StatusCallback"] == f"https://care.narvan.example/hooks/{channel.key}/"
    assert vendor.asked[0].path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert delivery(message) == ("SENT", "")


def test_a_messaging_service_sends(account, vendor):
    channel = sms_channel(
        "twilio", {"auth_token": TOKEN}, account_sid=ACCOUNT, service_sid="MG" + "b" * 32, host=vendor.url, country="US"
    )
    message = answer(a_conversation(channel, phone=PHONE), "word " * 400)
    send(message)

    assert [one.get("MessagingServiceSid") for one in account.sent] == ["MG" + "b" * 32] * 2
    assert all(len(one["Body"]) <= 1600 for one in account.sent)


@pytest.mark.parametrize(("told", "state", "words"), [
    (Told({"code": 20429, "message": "Too Many Requests", "status": 429}, 429, {"Retry-After": "3"}), "QUEUED", None),
    (Told({"code": 30001, "message": "Queue overflow", "status": 400}, 400), "QUEUED", None),
    (Told({"message": "oops"}, 503), "QUEUED", None),
    (Told({"code": 21211, "status": 400}, 400), "FAILED", "Twilio says that this is no valid number"),
    (Told({"code": 21610, "status": 400}, 400), "FAILED", opting.OPTED_OUT),
    (Told({"code": 29999, "status": 400}, 400), "FAILED", "Twilio refused the message"),
])  # fmt: skip
def test_errors(vendor, channel, told, state, words):
    message = answer(a_conversation(channel, phone=PHONE), "hello")
    vendor.answers = [told]
    send(message)

    assert delivery(message)[0] == state
    assert words is None or message.failure == words


def test_a_refused_token_is_told_and_the_message_waits(vendor, channel):
    message = answer(a_conversation(channel, phone=PHONE), "hello")
    vendor.answers = [Told({"code": 20003, "message": "Authenticate", "status": 401}, 401)]
    send(message)

    assert delivery(message)[0] == "QUEUED"
    assert Connection.objects.get(channel=channel).state == "REVOKED"


class TestCalls:
    def test_a_message_becomes_a_conversation_once(self, call):
        answers = [call(inbound(1, LONG_ARABIC)) for _ in range(3)]  # repeated, replayed
        take_in()

        assert {(one.status_code, one.content.decode()) for one in answers} == {(200, EMPTY)}
        assert said() == [LONG_ARABIC]
        assert Conversation.objects.get().thread == PHONE

    @pytest.mark.parametrize("forged", [
        {"token": "guessed"}, {"changed": {"Body": "pay me"}}, {"changed": {"Extra": "1"}},
    ])  # fmt: skip
    def test_forged_calls_are_refused(self, call, forged):
        assert call(inbound(1, "hello"), **forged).status_code == 403
        assert Arrival.objects.count() == 0

    def test_an_address_signed_with_its_port_counts_too(self, call):
        assert call(inbound(1, "hello"), port=":80").status_code == 200

    def test_states_in_the_wrong_order_and_twice(self, call, channel):
        message = answer(a_conversation(channel, phone=PHONE), "hello")
        send(message)
        message.refresh_from_db()
        for state in ("delivered", "sent", "queued", "delivered"):
            assert call(status(message.provider_id, state)).status_code == 200
        take_in()
        assert delivery(message) == ("DELIVERED", "")

        call(status(message.provider_id, "undelivered", "30003"))
        take_in()
        assert delivery(message) == ("DELIVERED", "")

    def test_a_failure_says_why(self, call, channel):
        message = answer(a_conversation(channel, phone=PHONE), "hello")
        send(message)
        message.refresh_from_db()
        call(status(message.provider_id, "undelivered", "30005"))
        take_in()

        assert delivery(message) == ("FAILED", "This number does not exist")

    def test_a_state_that_is_ahead_of_the_answer_waits_for_it(self, call, channel):
        message = answer(a_conversation(channel, phone=PHONE), "hello")
        send(message)
        message.refresh_from_db()
        Message.objects.filter(pk=message.pk).update(delivery="QUEUED")  # the answer is on its way into the database
        call(status(message.provider_id, "delivered"))
        take_in()
        assert states()[-1][0] == "PENDING"

        send(message)
        take_in(NOON + timedelta(days=1))
        assert delivery(message)[0] == "DELIVERED"

    def test_pictures_are_fetched_with_our_password_and_from_twilio_only(self, call, channel, vendor):
        url = f"{vendor.url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"
        elsewhere = {"MediaUrl1": "http://127.0.0.1:1/steal", "MediaContentType1": "image/png"}
        call(inbound(7, "look", NumMedia="2", MediaUrl0=url, MediaContentType0="image/png", **elsewhere))
        take_in()

        message = Message.objects.get()
        assert message.attachments.count() == 1
        assert [one.path for one in vendor.asked] == [urllib.parse.urlsplit(url).path]
        assert vendor.asked[0].headers["authorization"].startswith("Basic ")

    def test_a_picture_that_cannot_be_had_just_now_keeps_its_message_waiting(self, call, channel, vendor):
        url = f"{vendor.url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"
        vendor.answers = [Told({}, 503)]
        call(inbound(7, "look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"))
        take_in()
        assert (states()[0][0], said()) == ("PENDING", [])

        take_in(NOON + timedelta(days=1))
        assert said() == ["look"]

    def test_what_twilio_understood_as_stop_counts(self, call, channel):
        call(inbound(8, "arrêtez", OptOutType="STOP"))
        take_in()
        assert opting.is_out(channel.pk, PHONE)


class TestTally:
    def test_what_never_came_is_named_and_fetched(self, account, call, channel):
        def listed(number: int, direction: str = "inbound") -> dict[str, object]:
            return {
                "sid": f"SM{number:032x}", "from": PHONE, "to": "+12025550100", "body": f"text {number}",
                "direction": direction, "num_media": "0", "date_sent": "Sun, 22 Nov 2026 11:00:00 +0000",
            }  # fmt: skip

        call(inbound(1, "text 1"))
        account.listed = [listed(1), listed(2), listed(3, "outbound-api"), listed(4), listed(5)]
        since = NOON - timedelta(days=2)
        tally = Twilio().tally(channel, since)

        assert (tally.on_server, tally.here) == (4, 1)
        assert list(tally.missing) == [f"SM{number:032x}" for number in (2, 4, 5)]
        assert Twilio().fetch_missing(channel, since) == 3
        take_in()
        assert sorted(said()) == ["text 1", "text 2", "text 4", "text 5"]
        assert Message.objects.get(text="text 2").said_at == NOON - timedelta(hours=1)
        assert Twilio().tally(channel, since).missing == []


def test_health_fetches_the_account(vendor, channel):
    assert Twilio().health(channel).words == "Twilio knows us: Narvan"
    vendor.answers = [Told({"code": 20003, "status": 401}, 401)]
    assert Twilio().health(channel).words == "Twilio does not accept the account SID or the auth token"
    vendor.answers = [Told({"sid": ACCOUNT, "status": "suspended"})]
    assert not Twilio().health(channel).is_well
