"""Providers' HTTP APIs, played by a local server in their documented shapes: success, refusals, limits, outages.

Postmark: https://postmarkapp.com/developer/api/overview, Mailgun: https://documentation.mailgun.com/docs/mailgun,
Resend: https://resend.com/docs/api-reference/emails/send-email.
"""

from __future__ import annotations

import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rafiq.channels.mail.adapter import Mailbox
from rafiq.channels.mail.models import Letter
from rafiq.channels.transport.models import Connection
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway
from rafiq.inbox.models import Message
from rafiq.inbox.services.outbound import outbound
from tests.channels.mail_office import make_mailbox, taken, write
from tests.channels.mail_peers import free_port
from tests.makers import make_agent, make_reply

pytestmark = pytest.mark.django_db
TAKEN = {
    "postmark": (200, {"To": "ali@customer.example", "SubmittedAt": "2026-11-22T12:00:00Z",
                       "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817", "ErrorCode": 0, "Message": "OK"}),
    "mailgun": (200, {"id": "<20261122.1@narvan.example>", "message": "Queued. Thank you."}),
    "resend": (200, {"id": "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}),
}  # fmt: skip


@pytest.fixture
def provider():
    class Api(BaseHTTPRequestHandler):
        asked: list = []
        answer: tuple = (200, {})
        more: dict = {}

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            Api.asked.append((self.path, dict(self.headers), body))
            status, said = Api.answer
            content = json.dumps(said).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **Api.more}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Api.asked, Api.more = [], {}
    Api.url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield Api
    server.shutdown()
    server.server_close()


def send(name: str, url: str) -> str:
    channel = make_mailbox(outbound=name, provider_url=url, secret={"provider_key": "k3y"})
    heard = taken(channel, write(subject="یخچال"))
    written = make_reply(heard.conversation, make_agent(), "سلام")
    message = Message.objects.select_related("conversation__customer", "channel", "author").get(pk=written.pk)
    return Mailbox().send(outbound(message))


@pytest.mark.parametrize("name", TAKEN)
def test_a_letter_is_handed_over_as_the_provider_wants_it(provider, name):
    provider.answer = TAKEN[name]

    rfc_id = send(name, provider.url)

    [(_path, headers, body)] = provider.asked
    said = urllib.parse.unquote(body.decode())
    assert rfc_id in said
    assert "support+c" in said  # the signed reply address
    assert "k3y" in json.dumps(headers) or name == "mailgun"
    assert Letter.objects.get(is_ours=True).rfc_id == rfc_id
    if name == "postmark":
        sent = json.loads(body)
        assert (sent["To"], sent["Subject"]) == ("Ali Rezaei <ali@customer.example>", "Re: یخچال")
        assert {"Name": "X-PM-KeepID", "Value": "true"} in sent["Headers"]
        assert 'dir="rtl"' in sent["HtmlBody"]
    if name == "resend":
        assert headers["Idempotency-Key"] == rfc_id


@pytest.mark.parametrize(
    ("answer", "is_away", "is_permanent"),
    [
        ((422, {"ErrorCode": 406, "Message": "You tried to send to recipient(s) that have been marked as inactive."
                "\nFound inactive addresses: ali@customer.example.\nInactive recipients are ones that have generated a"
                " hard bounce, a spam complaint, or a manual suppression."}), False, True),
        ((422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'ali@customer.example'."}), False, True),
        ((422, {"ErrorCode": 406, "Message": "Some words nobody has documented."}), False, True),
        ((403, {"ErrorCode": 400, "Message": "The From address is not a verified sender."}), False, True),
        ((500, {"ErrorCode": 0, "Message": "Internal Server Error"}), True, False),
        ((503, {"Message": "Service Unavailable"}), True, False),
    ],
)  # fmt: skip
def test_refusals_and_outages_mean_what_they_say(provider, answer, is_away, is_permanent):
    provider.answer = answer

    with pytest.raises(DeliveryFailed) as refused:
        send("postmark", provider.url)

    assert isinstance(refused.value, ProviderAway) == is_away
    assert refused.value.is_permanent == is_permanent
    assert answer[1]["Message"].split("\n")[0][:40] in refused.value.reason


def test_a_limit_is_waited_for_as_long_as_it_says(provider):
    provider.answer, provider.more = (429, {"ErrorCode": 429, "Message": "Rate limit"}), {"Retry-After": "7"}

    with pytest.raises(ProviderAway) as limited:
        send("postmark", provider.url)

    assert limited.value.retry_after == 7


@pytest.mark.parametrize("name", ["postmark", "mailgun"])
def test_a_key_that_is_not_accepted_is_told_to_administrators(provider, name):
    provider.answer = (401, {"ErrorCode": 10, "Message": "Bad or missing API token"})

    with pytest.raises(ProviderAway):
        send(name, provider.url)

    assert Connection.objects.get().state == Connection.State.REVOKED


def test_a_provider_that_cannot_be_reached_is_away():
    with pytest.raises(ProviderAway):
        send("mailgun", f"http://127.0.0.1:{free_port()}/")
