"""Kavenegar, played by its documented shapes."""

import itertools
import urllib.parse
from datetime import datetime, timedelta

import pytest

from rafiq.channels.sms import base, hooks
from rafiq.channels.sms.kavenegar.adapter import Kavenegar
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.inbox.models import Conversation, Message
from tests.channels.sms_peers import (
    LONG_PERSIAN,
    a_conversation,
    answer,
    delivery,
    poll_once,
    said,
    sms_channel,
    take_in,
)
from tests.channels.sms_vendors import Asked, Told, a_vendor
from tests.channels.test_sms_smpp_outbound import send
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def told(entries: object = None, *, status: int = 200, message: str = "تایید شد", **headers: str) -> Told:
    """Write an answer: the HTTP status repeats the one inside."""
    body = {"return": {"status": status, "message": message}, "entries": entries}
    return Told(body, status, {name.replace("_", "-"): value for name, value in headers.items()})


class Account:
    """What a Kavenegar account does: the same localid is the same message."""

    def __init__(self) -> None:
        self.ids = itertools.count(8792343)
        self.sent: dict[str, dict[str, str]] = {}
        self.received: list[dict[str, object]] = []
        self.read: list[dict[str, object]] = []

    def __call__(self, asked: Asked) -> Told:
        key, method = asked.path.removeprefix("/v1/").split("/", 1)
        if key != "key-1":
            return told(status=403, message="کد شناسائی API-Key معتبر نمی باشد")
        return getattr(self, method.removesuffix(".json").replace("/", "_"))(asked.form)

    def sms_send(self, form: dict[str, str]) -> Told:
        if not form["receptor"].startswith("09"):
            return told(status=411, message="دریافت کننده نامعتبر است")
        if form["localid"] not in self.sent:
            self.sent[form["localid"]] = {**form, "messageid": str(next(self.ids))}
        one = self.sent[form["localid"]]
        entry = {
            "messageid": int(one["messageid"]), "message": one["message"], "status": 1, "statustext": "در صف ارسال",
            "sender": one["sender"], "receptor": one["receptor"], "date": 1356619709, "cost": 120,
        }  # fmt: skip
        return told([entry])

    def sms_receive(self, form: dict[str, str]) -> Told:
        if form["isread"] == "1":
            return told(self.read[-100:])
        handed, self.received = self.received[:100], self.received[100:]
        self.read += handed
        return told(handed)

    def sms_countinbox(self, form: dict[str, str]) -> Told:
        since = int(form["startdate"])
        found = [one for one in self.received + self.read if int(str(one["date"])) >= since]
        return told([{"startdate": since, "enddate": since + 86400, "sumcount": len(found)}])

    def utils_getdate(self, _form: dict[str, str]) -> Told:
        return told({"datetime": "2026/11/22", "unixtime": int(NOON.timestamp())})

    def account_info(self, _form: dict[str, str]) -> Told:
        return told({"remaincredit": 1500000, "expiredate": 13548889, "type": "Master"})


@pytest.fixture
def account():
    return Account()


@pytest.fixture
def vendor(account):
    with a_vendor(account) as found:
        yield found


@pytest.fixture
def channel(vendor):
    return sms_channel("kavenegar", {"api_key": "key-1"}, line="10004346", host=vendor.url, poll_seconds=0.02)


@pytest.fixture
def call(client, channel):
    """Call the webhook as Kavenegar does."""
    end = hooks.token_of(channel.key, base.secret_of(channel))

    def call(given: dict[str, object], *, end: str = end):
        body = urllib.parse.urlencode(given)
        return client.post(f"/hooks/{channel.key}/{end}/", body, content_type="application/x-www-form-urlencoded")

    return call


def received(number: int, words: str, *, sender: str = "09123456789", at: datetime = NOON) -> dict[str, object]:
    moment = int(at.timestamp())
    return {"messageid": number, "message": words, "sender": sender, "receptor": "10004346", "date": moment}


def test_an_answer_goes_out_once_however_often_it_is_tried(account, vendor, channel):
    message = answer(a_conversation(channel), LONG_PERSIAN)
    send(message)
    Message.objects.filter(pk=message.pk).update(delivery="QUEUED")  # as if its commit had been lost
    send(message)

    [sent] = account.sent.values()
    assert (sent["message"], sent["receptor"], sent["sender"]) == (message.text, "09123456789", "10004346")
    assert delivery(message) == ("SENT", "")
    assert message.provider_id == sent["messageid"]


def test_an_answer_that_was_lost_on_the_way_back_is_asked_for_with_the_same_localid(account, vendor, channel):
    message = answer(a_conversation(channel), "سلام")
    vendor.answers = [Told(b"<html>broken</html>", 502)]
    account_saw = vendor.asked
    send(message)
    assert delivery(message)[0] == "QUEUED"
    send(message, at=NOON + timedelta(minutes=5))

    first, second = (one.form["localid"] for one in account_saw)
    assert first == second
    assert delivery(message)[0] == "SENT"


@pytest.mark.parametrize(("given", "state", "words"), [
    (told(status=418, message="اعتبار کافی نیست"), "QUEUED", ""),
    (told(status=451, message="فراخوانی بیش از حد"), "QUEUED", ""),
    (told(status=409, message="سرور قادر به پاسخگوئی نیست"), "QUEUED", ""),
    (Told({}, 429, {"Retry-After": "7"}), "QUEUED", ""),
    (told(status=412, message="ارسال کننده نامعتبر"), "FAILED", "Kavenegar does not accept the line of this channel"),
    (told(status=477, message="?"), "FAILED", "Kavenegar refused the message"),
])  # fmt: skip
def test_status_codes(vendor, channel, given, state, words):
    message = answer(a_conversation(channel), "سلام")
    vendor.answers = [given]
    send(message)

    assert delivery(message)[0] == state
    assert message.failure == words or state == "QUEUED"


def test_a_refused_key_is_told_and_the_message_waits(vendor, channel):
    stranger = sms_channel("kavenegar", {"api_key": "old"}, line="10004346", host=vendor.url)
    message = answer(a_conversation(stranger), "سلام")
    send(message)

    assert delivery(message)[0] == "QUEUED"
    assert Connection.objects.get(channel=stranger).state == "REVOKED"


def test_numbers_it_cannot_reach_fail(channel):
    message = answer(a_conversation(channel, phone="+4915112345678"), "hello")
    send(message)
    assert delivery(message) == ("FAILED", "Kavenegar says that this is no valid number")


class TestCalls:
    def test_a_message_becomes_a_conversation_once(self, call):
        given = {"messageid": 35850015, "from": "09123456789", "to": "10004346", "message": "سلام، سفارشم نرسید"}
        assert [call(given).status_code for _ in range(2)] == [200, 200]
        take_in()

        assert said() == ["سلام، سفارشم نرسید"]
        assert Conversation.objects.get().thread == "+989123456789"

    def test_it_is_the_same_message_when_it_is_fetched_too(self, call, channel, vendor, account):
        call({"messageid": 35850015, "from": "09123456789", "to": "10004346", "message": "سلام"})
        account.received = [received(35850015, "سلام")]
        Kavenegar().fetch_missing(channel, NOON)
        take_in()

        assert said() == ["سلام"]

    @pytest.mark.parametrize("end", ["", "0" * 32, "key-1"])
    def test_a_call_without_the_end_of_the_address_is_refused(self, call, end):
        assert call({"messageid": 1, "from": "0912", "message": "x"}, end=end).status_code in {403, 404}
        assert Arrival.objects.count() == 0

    def test_another_channels_end_opens_nothing(self, call, vendor):
        other = sms_channel("kavenegar", {"api_key": "key-1"}, line="2", host=vendor.url)
        end = hooks.token_of(other.key, base.secret_of(other))
        assert call({"messageid": 1, "from": "0912", "message": "x"}, end=end).status_code == 403

    def test_nonsense_is_refused(self, call, client, channel):
        end = hooks.token_of(channel.key, base.secret_of(channel))
        assert call({"message": "x"}).status_code == 400
        for body in (b"{", b"[1]", b"\xff\xfe", b"{" * 5000):
            answered = client.post(f"/hooks/{channel.key}/{end}/", body, content_type="application/json")
            assert answered.status_code == 400

    def test_reports_in_the_wrong_order_and_twice(self, call, channel):
        message = answer(a_conversation(channel), "سلام")
        send(message)
        message.refresh_from_db()
        for status in (10, 4, 10, 1, 11):
            assert call({"messageid": message.provider_id, "status": status}).status_code == 200
        take_in()

        assert delivery(message) == ("DELIVERED", "")

    def test_somebody_who_blocks_advertising_lines_is_told_to_the_agent(self, call, channel):
        message = answer(a_conversation(channel), "سلام")
        send(message)
        message.refresh_from_db()
        call({"messageid": message.provider_id, "status": 14})
        take_in()

        assert delivery(message) == ("FAILED", "This person blocks messages of advertising lines")


class TestFetching:
    @pytest.mark.django_db(transaction=True)
    def test_everything_received_comes_page_by_page_and_what_a_crash_left_behind(self, account, channel):
        account.read = [received(1, "called read, but never journaled")]
        account.received = [received(number, f"پیام {number}") for number in range(2, 253)]
        poll_once(Kavenegar(), channel, lambda: Arrival.objects.count() == 252)
        take_in()

        assert len(set(said())) == 252
        assert Connection.objects.get(channel=channel).state == "CONNECTED"

    @pytest.mark.django_db(transaction=True)
    def test_a_refused_key_ends_the_tries(self, vendor):
        channel = sms_channel("kavenegar", {"api_key": "old"}, line="1", host=vendor.url)
        assert isinstance(poll_once(Kavenegar(), channel, lambda: False), AccessRevoked)

    def test_the_difference_is_counted_and_fetched(self, account, channel):
        account.read = [received(number, f"پیام {number}", at=NOON - timedelta(hours=1)) for number in range(1, 4)]
        before = Kavenegar().tally(channel, NOON - timedelta(days=7))
        assert (before.on_server, before.here, before.since) == (3, 0, NOON - timedelta(days=1))

        assert Kavenegar().fetch_missing(channel, before.since) == 3
        take_in()
        assert len(said()) == 3
        assert Kavenegar().fetch_missing(channel, before.since) == 0

    def test_moments_are_theirs(self, account, channel):
        account.received = [received(5, "سلام", at=NOON - timedelta(days=2))]
        Kavenegar().fetch_missing(channel, NOON)
        take_in()
        assert Message.objects.get().said_at == NOON - timedelta(days=2)


def test_health_asks_for_the_account(vendor, channel):
    well = Kavenegar().health(channel)
    assert well.is_well
    assert "1500000" in well.words
    refused = Kavenegar().health(sms_channel("kavenegar", {"api_key": "old"}, host=vendor.url))
    assert (refused.is_well, refused.words) == (False, "Kavenegar does not accept the API key")


def test_long_answers_are_cut_where_it_would_refuse_them(account, channel):
    message = answer(a_conversation(channel), "سلام دنیا. " * 150)
    send(message)
    assert len(account.sent) == 2
    assert all(len(one["message"]) <= 900 for one in account.sent.values())
    assert " ".join(one["message"] for one in account.sent.values()) == message.text
