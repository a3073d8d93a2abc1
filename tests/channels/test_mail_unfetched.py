"""Mails a real Dovecot cannot read: they stop no other, are set aside with the reason, and come once they can be read.

What Dovecot never does, a gate before it does: it says NO, or leaves a mail out of its answer.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from rafiq.channels.mail.adapter import Mailbox
from rafiq.channels.mail.live import fetching
from rafiq.channels.transport import processing, queries, services
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Message
from tests.channels.mail_office import make_mailbox, write
from tests.channels.mail_peers import PASSWORD, wait_until
from tests.channels.test_mail_mailbox import _close as _close
from tests.channels.test_mail_mailbox import channel as channel
from tests.channels.test_mail_mailbox import count, listening, look, process, settings_of
from tests.channels.test_mail_mailbox import dovecot as dovecot
from tests.channels.test_mail_mailbox import user as user

pytestmark = pytest.mark.django_db(transaction=True)
SINCE = timedelta(days=3)


def texts():
    return sorted(Message.objects.values_list("text", flat=True))


def tallied(channel):
    tally = Mailbox().tally(channel, datetime.now(UTC) - SINCE)
    return tally.on_server, tally.here, len(tally.missing)


def fetch_missing(channel):
    return Mailbox().fetch_missing(channel, datetime.now(UTC) - SINCE)


def retry(channel):
    """Press the button beside what was set aside, and let the worker run."""
    services.read_again(queries.quarantine(channel.pk), at=datetime.now(UTC))
    process(channel)
    process(channel)


def file_of(dovecot, user, words) -> Path:
    found = [one for one in (dovecot.folder / "mail" / user).rglob("*/*") if one.parent.name in {"cur", "new"}]
    return next(one for one in found if words in one.read_bytes())


def without_sizes(path: Path) -> Path:
    """Name a file as other programs than Dovecot do, whose sizes have to be counted."""
    return path.rename(path.with_name(re.sub(r",[SW]=\d+", "", path.name)))


@contextlib.contextmanager
def unreadable(path: Path):
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(0o600)


@pytest.mark.parametrize("has_sizes", [True, False])
@pytest.mark.parametrize("bring", [fetch_missing, retry])
def test_a_mail_that_cannot_be_read_stops_no_other_and_comes_later(dovecot, user, channel, has_sizes, bring):
    dovecot.deliver(user, write("One"), write("Two"), write("Three"))
    two = file_of(dovecot, user, b"Two")
    if not has_sizes:
        two = without_sizes(two)
        for index in two.parent.parent.glob("dovecot*"):
            shutil.rmtree(index) if index.is_dir() else index.unlink()
    with unreadable(two):
        with listening(channel) as ended:
            wait_until(lambda: count(channel) == 3 or ended)
        process(channel)

        [aside] = queries.quarantine(channel.pk)
        assert "could not give this mail out" in aside.reason
        assert texts() == ["One", "Three"]
        assert tallied(channel) == (3, 2, 1)
        assert fetch_missing(channel) == 0
        retry(channel)
        assert (count(channel), queries.quarantine(channel.pk).count()) == (3, 1)

    bring(channel)
    process(channel)

    assert texts() == ["One", "Three", "Two"]
    assert tallied(channel) == (3, 3, 0)
    assert fetch_missing(channel) == 0
    look(channel)
    assert Arrival.objects.filter(channel=channel, state=Arrival.State.DONE).count() == count(channel) == 3


def test_what_an_administrator_dismissed_is_not_fetched_again(dovecot, user, channel):
    dovecot.deliver(user, write("One"), write("Two"))
    with unreadable(file_of(dovecot, user, b"Two")):
        look_until_all_is_seen(channel)
        process(channel)
    services.dismiss(queries.quarantine(channel.pk), at=datetime.now(UTC))

    assert tallied(channel) == (2, 2, 0)
    assert fetch_missing(channel) == 0


def test_what_is_to_be_read_again_waits_for_a_server_that_is_away(dovecot, user, channel):
    dovecot.deliver(user, write("One"), write("Two"))
    with unreadable(file_of(dovecot, user, b"Two")):
        look_until_all_is_seen(channel)
    dovecot.kill()
    try:
        retry(channel)
        assert Arrival.objects.get(state=Arrival.State.PENDING).attempts == 1
    finally:
        dovecot.start()

    processing.process(channel, at=datetime.now(UTC) + timedelta(minutes=1))

    assert texts() == ["One", "Two"]


def test_what_was_deleted_before_it_is_read_again_is_told_as_gone(dovecot, user, channel):
    dovecot.deliver(user, write("One"), write("Two"))
    with unreadable(file_of(dovecot, user, b"Two")):
        look_until_all_is_seen(channel)
    with dovecot.login(user) as client:
        client.store("2", "+FLAGS", "\\Deleted")
        client.expunge()

    retry(channel)

    assert queries.quarantine(channel.pk).get().reason == fetching.GONE


def test_one_among_many_is_found(dovecot, user, channel):
    dovecot.deliver(user, *(write(f"Mail {n}") for n in range(20)))
    bad = file_of(dovecot, user, b"Mail 7"), file_of(dovecot, user, b"Mail 12")
    with unreadable(bad[0]), unreadable(bad[1]):
        look_until_all_is_seen(channel)

    assert count(channel) == 20
    aside = queries.quarantine(channel.pk).order_by("pk").values_list("key", flat=True)
    assert [key.rpartition(":")[2] for key in aside] == ["8", "13"]


def look_until_all_is_seen(channel):
    """Look as the receiver does, which begins anew when the server ends the connection."""
    with contextlib.suppress(IMAPClientAbortError):
        look(channel)
    look(channel)


@contextlib.contextmanager
def gate(dovecot, answer):
    """Stand before a Dovecot; `answer` gets every FETCH and may change the line (bytes) or answer itself (str)."""

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            with socket.create_connection(("127.0.0.1", dovecot.port)) as server:
                threading.Thread(target=self.pass_on, args=(server,), daemon=True).start()
                for line in self.rfile:
                    said = answer(line) if b" FETCH " in line else line
                    if isinstance(said, bytes):
                        server.sendall(said)
                    else:
                        self.request.sendall(line.split()[0] + b" " + said.encode() + b"\r\n")

        def pass_on(self, server):
            with contextlib.suppress(OSError):
                while said := server.recv(65536):
                    self.request.sendall(said)
            with contextlib.suppress(OSError):
                self.request.shutdown(socket.SHUT_RDWR)  # as the server did

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as peer:
        peer.daemon_threads = True
        threading.Thread(target=peer.serve_forever, daemon=True).start()
        try:
            yield peer.server_address[1]
        finally:
            peer.shutdown()


def uids_of(line):
    return line.split()[3].split(b",")


def refuse(part):
    def answer(line):
        return "NO [SERVERBUG] I cannot" if part in line and b"2" in uids_of(line) else line

    return answer


def leave_out(part):
    def answer(line):
        words = line.split(b" ", 4)
        rest = [one for one in uids_of(line) if one != b"2"]
        if part not in line or not rest:
            return "OK Fetch completed." if part in line else line
        return b" ".join([*words[:3], b",".join(rest), words[4]])

    return answer


@pytest.mark.parametrize("part", [b"RFC822.SIZE", b"BODY.PEEK[]"])
@pytest.mark.parametrize("answer", [refuse, leave_out])
def test_a_mail_that_is_not_given_out_is_set_aside_and_comes_later(dovecot, user, answer, part):
    dovecot.deliver(user, write("One"), write("Two"), write("Three"))
    with gate(dovecot, answer(part)) as port:
        said = settings_of(dovecot, user) | {"imap_port": port}
        channel = make_mailbox(secret={"imap_password": PASSWORD}, **said)
        look(channel)
        process(channel)

        assert "could not give this mail out" in queries.quarantine(channel.pk).get().reason
        assert texts() == ["One", "Three"]
        assert tallied(channel) == (3, 2, 1)

    with gate(dovecot, lambda line: line) as port:
        channel.settings["imap_port"] = port
        channel.save(update_fields=["settings"])
        assert fetch_missing(channel) == 1
    process(channel)

    assert texts() == ["One", "Three", "Two"]
    assert not queries.quarantine(channel.pk).exists()


@pytest.mark.parametrize("when", ["before its size is asked for", "before it is fetched"])
def test_a_mail_that_is_deleted_meanwhile_is_left_out(dovecot, user, channel, when):
    dovecot.deliver(user, write("One"), write("Two"), write("Three"))
    deleted = threading.Event()

    def delete(line):
        part = b"RFC822.SIZE" if "size" in when else b"BODY.PEEK[]"
        if part in line and not deleted.is_set():
            deleted.set()
            with dovecot.login(user) as client:
                client.store("2", "+FLAGS", "\\Deleted")
                client.expunge()
        return line

    with gate(dovecot, delete) as port:
        channel.settings["imap_port"] = port
        channel.save(update_fields=["settings"])
        look(channel)
    process(channel)

    assert texts() == ["One", "Three"]
    assert count(channel) == 2


def test_nothing_is_set_aside_when_the_server_goes_away(dovecot, user, channel):
    dovecot.deliver(user, write("One"), write("Two"))

    def die(line):
        dovecot.kill()
        return line

    with gate(dovecot, die) as port:
        channel.settings["imap_port"] = port
        channel.save(update_fields=["settings"])
        try:
            with pytest.raises((OSError, IMAPClientError)):
                look(channel)
        finally:
            dovecot.start()

    assert count(channel) == 0
