"""Mail that other servers hand over: taken for channels alone, confirmed when it is safe, kept elsewhere otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import smtplib
import socket
import threading

import pytest
from django.db import OperationalError
from django.db import connections as databases

from rafiq.channels.mail import addresses
from rafiq.channels.mail.adapter import Mailbox
from rafiq.channels.mail.live import listener
from rafiq.channels.mail.live.listener import Ports
from rafiq.channels.transport import journal, processing
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from tests.channels.mail_office import OURS, make_mailbox, write
from tests.channels.mail_peers import free_port, wait_until
from tests.makers import NOON

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ports(monkeypatch):
    opened = Ports(smtp=free_port(), lmtp=free_port(), most_bytes=200_000)
    monkeypatch.setenv("RAFIQ_SMTP_PORT", str(opened.smtp))
    monkeypatch.setenv("RAFIQ_LMTP_PORT", str(opened.lmtp))
    return opened


@contextlib.contextmanager
def serving(ports, *channels):
    """Let the receivers of channels run as the worker lets them, but with a small limit."""
    loop = asyncio.new_event_loop()

    async def run():
        await asyncio.gather(*(listener.hold_open(ports, one.pk) for one in channels))

    task = loop.create_task(run())
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.gather(task, return_exceptions=True)))
    thread.start()
    wait_until(lambda: _answers(ports.smtp))
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(30)
        databases.close_all()


def _answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


@pytest.fixture
def channel(ports):
    return make_mailbox(inbound="listener", aliases="help@narvan.example")


@pytest.fixture
def server(ports, channel):
    with serving(ports, channel, channel), smtplib.SMTP("127.0.0.1", ports.smtp, timeout=30) as client:
        client.ehlo()
        yield client


@pytest.mark.parametrize("to", [OURS, "HELP@narvan.example", "support+anything@narvan.example"])
def test_mail_for_a_channel_is_journaled_and_taken_in(server, channel, to):
    assert server.sendmail("ali@customer.example", [to], write("سلام").replace(b"\n", b"\r\n")) == {}

    processing.process_all(at=Arrival.objects.get().due_at)
    assert Message.objects.get().text == "سلام"


@pytest.mark.parametrize("to", ["nobody@narvan.example", "support@other.example", "ali@customer.example", "x"])
def test_mail_for_others_is_refused_so_nothing_is_relayed(server, to):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        server.sendmail("eve@evil.example", [to], write())

    assert refused.value.recipients[to][0] == 550
    assert not Arrival.objects.exists()


def test_a_channel_that_is_switched_off_or_has_a_mailbox_takes_nothing(server, channel):
    inbox.save_channel(channel, kind="mail", name="x", settings=channel.settings, at=NOON, is_active=False)
    make_mailbox(inbound="imap", address="sales@narvan.example")

    for to in (OURS, "sales@narvan.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.sendmail("a@x.example", [to], write())
        server.rset()


def test_too_large_a_mail_is_refused_whether_announced_or_not(server, channel):
    big = write("x" * 400_000)
    with pytest.raises(smtplib.SMTPSenderRefused) as announced:
        server.sendmail("a@x.example", [OURS], big)
    assert announced.value.smtp_code == 552

    server.ehlo()
    server.mail("a@x.example")
    server.rcpt(OURS)
    assert server.data(big)[0] == 552
    assert not Arrival.objects.exists()


def test_the_same_mail_handed_over_again_is_journaled_once(server, channel):
    mail = write()
    server.sendmail("a@x.example", [OURS], mail)
    server.sendmail("a@x.example", [OURS, "help@narvan.example"], mail)

    assert Arrival.objects.count() == 1


def test_bounces_and_long_lines_are_taken(server, channel):
    assert server.sendmail("", [OURS], b"Subject: x\r\n\r\n" + b"y" * 5000 + b"\r\n") == {}

    assert Arrival.objects.count() == 1


def test_while_the_database_is_away_whoever_brings_mail_keeps_it(server, channel, monkeypatch):
    def away(*_, **__):
        raise OperationalError("the connection is lost")

    server.mail("a@x.example")
    server.rcpt(OURS)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "journal", away)
        assert server.data(write())[0] == 451
    with monkeypatch.context() as patch:
        patch.setattr(listener, "_channels_of", away)
        server.mail("a@x.example")
        assert server.rcpt(OURS)[0] == 451
    server.rset()
    assert server.sendmail("a@x.example", [OURS], write()) == {}


def test_lmtp_answers_for_every_recipient(server, ports, channel):
    with smtplib.LMTP("127.0.0.1", ports.lmtp) as client:
        client.ehlo()
        client.mail("a@x.example")
        client.rcpt(OURS)
        client.rcpt("help@narvan.example")
        assert client.data(write())[0] == 250
        assert client.getreply() == (250, b"2.0.0 Taken")

    assert Arrival.objects.count() == 1


def test_a_signed_address_in_the_envelope_finds_its_conversation(server, channel):
    server.sendmail("ali@customer.example", [OURS], write())
    processing.process_all(at=Arrival.objects.get().due_at)
    first = Message.objects.get()
    to = addresses.plus_address(OURS, channel_key=channel.key, conversation=first.conversation_id)

    server.sendmail("b@x.example", [to], write("From elsewhere", sender="b@x.example", subject="Other"))
    processing.process_all(at=Arrival.objects.order_by("-pk").first().due_at)

    assert Message.objects.order_by("-pk").first().conversation_id == first.conversation_id


def test_there_is_an_end_to_sessions(server, ports, channel, monkeypatch):
    monkeypatch.setattr(listener, "MOST_SESSIONS", 1)
    with socket.create_connection(("127.0.0.1", ports.smtp), timeout=10) as one_too_many:
        assert one_too_many.recv(100).startswith(b"421")
    monkeypatch.undo()

    assert server.sendmail("a@x.example", [OURS], write()) == {}


def test_no_port_is_open_unless_the_operator_says_so(monkeypatch, channel):
    monkeypatch.delenv("RAFIQ_SMTP_PORT")
    monkeypatch.delenv("RAFIQ_LMTP_PORT")

    asyncio.run(Mailbox().listen(channel))  # returns at once

    assert not Mailbox().health(channel).is_well
