"""A real Dovecot: what comes is journaled at once, what was missed comes too, and nothing in the mailbox changes."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections as databases

from rafiq.channels.mail.adapter import Mailbox
from rafiq.channels.mail.config import Config
from rafiq.channels.mail.live import fetching, mailbox, watching
from rafiq.channels.mail.models import Letter
from rafiq.channels.transport import cursors, processing
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Message
from tests.channels.mail_office import make_mailbox, write
from tests.channels.mail_peers import PASSWORD, WITHOUT_IDLE, running_dovecot, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def dovecot():
    with running_dovecot() as server:
        yield server


@pytest.fixture
def user(request):
    return f"user-{abs(hash(request.node.name)) % 10**8}"


def settings_of(dovecot, user, **more):
    return {
        "inbound": "imap", "imap_host": "127.0.0.1", "imap_port": dovecot.port, "imap_security": "none",
        "imap_user": user, **more,
    }  # fmt: skip


@pytest.fixture
def channel(dovecot, user):
    return make_mailbox(secret={"imap_password": PASSWORD}, **settings_of(dovecot, user))


@contextlib.contextmanager
def listening(channel):
    """Let the receiver run in a thread of its own, as the worker lets it run; give back how it ended."""
    ended, loop = [], asyncio.new_event_loop()

    async def run():
        try:
            await Mailbox().listen(channel)
        except Exception as error:
            ended.append(error)

    task = loop.create_task(run())
    thread = threading.Thread(target=lambda: loop.run_until_complete(asyncio.gather(task, return_exceptions=True)))
    thread.start()
    try:
        yield ended
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(30)
        assert not thread.is_alive()


def look(channel, *, most_bytes=64 * 1024 * 1024):
    """Fetch once, without staying."""
    config = Config.of(channel)
    config = dataclasses.replace(config, most_bytes=most_bytes)
    stop = threading.Event()
    for name in config.folders:
        with mailbox.opened(config, name) as folder:
            fetching.take(channel.pk, config, folder, lock=threading.Lock(), stop=stop)


def process(channel):
    return processing.process(channel, at=datetime.now(UTC))


def count(channel):
    return Arrival.objects.filter(channel=channel).count()


def test_mail_is_journaled_as_soon_as_it_arrives(dovecot, user, channel):
    with listening(channel) as ended:
        wait_until(lambda: cursors.read(channel.pk) or ended)
        dovecot.deliver(user, write("First"))
        wait_until(lambda: count(channel) == 1 or ended)
        dovecot.deliver(user, write("Second"), write("Third"))
        wait_until(lambda: count(channel) == 3 or ended)
    assert not ended

    process(channel)
    assert sorted(Message.objects.values_list("text", flat=True)) == ["First", "Second", "Third"]


def test_what_came_in_a_week_offline_comes_too_and_flags_stay(dovecot, user, channel):
    week_ago = datetime.now(UTC) - timedelta(days=7)
    dovecot.deliver(user, write("Before"), at=week_ago)
    look(channel)
    dovecot.deliver(user, *(write(f"Mail {n}") for n in range(12)), at=week_ago)

    look(channel)
    look(channel)

    assert count(channel) == 13
    process(channel)
    assert Message.objects.count() == 13
    with dovecot.login(user) as client:
        assert client.search(None, "UNSEEN")[1][0].split() == [str(n).encode() for n in range(1, 14)]


def test_a_new_uidvalidity_brings_everything_again_and_nothing_twice(dovecot, user):
    channel = make_mailbox(secret={"imap_password": PASSWORD}, **settings_of(dovecot, user, imap_folder="Support"))
    mails = [write(f"Mail {n}") for n in range(5)]
    dovecot.deliver(user, *mails, folder="Support")
    look(channel)
    process(channel)
    validity = cursors.read(channel.pk)["folders"]["Support"]["validity"]
    with dovecot.login(user) as client:
        client.delete("Support")
    dovecot.deliver(user, *mails, write("New"), folder="Support")

    look(channel)
    process(channel)

    assert cursors.read(channel.pk)["folders"]["Support"]["validity"] != validity
    assert count(channel) == 11
    assert Message.objects.count() == Letter.objects.count() == 6


def test_mail_that_was_deleted_there_stays_here_and_does_not_come_again(dovecot, user, channel):
    dovecot.deliver(user, write("Keep me"))
    look(channel)
    with dovecot.login(user) as client:
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    dovecot.deliver(user, write("Next"))

    look(channel)
    process(channel)

    assert sorted(Message.objects.values_list("text", flat=True)) == ["Keep me", "Next"]


def test_only_new_mail_if_that_is_wanted_even_after_a_new_uidvalidity(dovecot, user):
    said = settings_of(dovecot, user, start="new", imap_folder="Support")
    channel = make_mailbox(secret={"imap_password": PASSWORD}, **said)
    old = [write(f"Old {n}") for n in range(3)]
    long_ago = datetime.now(UTC) - timedelta(days=30)
    dovecot.deliver(user, *old, folder="Support", at=long_ago)
    look(channel)
    assert count(channel) == 0
    with dovecot.login(user) as client:
        client.delete("Support")
    dovecot.deliver(user, *old, folder="Support", at=long_ago)
    dovecot.deliver(user, write("New"), folder="Support", at=datetime.now(UTC) + timedelta(seconds=2))

    look(channel)

    assert count(channel) == 1


def test_new_mail_comes_whatever_the_clock_of_the_server_says(dovecot, user):
    channel = make_mailbox(secret={"imap_password": PASSWORD}, **settings_of(dovecot, user, start="new"))
    dovecot.deliver(user, write("Before"))
    look(channel)

    dovecot.deliver(user, write("After"), at=datetime.now(UTC) - timedelta(minutes=5))
    look(channel)

    process(channel)
    assert list(Message.objects.values_list("text", flat=True)) == ["After"]
    since = datetime.now(UTC) - timedelta(days=1)
    tally = Mailbox().tally(channel, since)
    assert (tally.on_server, tally.here) == (1, 1)


def test_a_server_that_dies_ends_the_attempt_and_the_next_one_finds_all(dovecot, user, channel):
    try:
        with listening(channel) as ended:
            wait_until(lambda: cursors.read(channel.pk) or ended)
            dovecot.kill()
            wait_until(lambda: ended)
    finally:
        dovecot.start()
    assert not isinstance(ended[0], AccessRevoked)
    dovecot.deliver(user, write("Meanwhile"))

    with listening(channel) as ended:
        wait_until(lambda: count(channel) == 1 or ended)
    assert not ended


def test_a_server_without_idle_is_looked_at(dovecot, user, channel, monkeypatch):
    monkeypatch.setattr(watching, "LOOK_AGAIN", 0.2)
    dovecot.kill()
    dovecot.start(capability=WITHOUT_IDLE)
    try:
        with listening(channel) as ended:
            wait_until(lambda: cursors.read(channel.pk) or ended)
            dovecot.deliver(user, write("Hello"))
            wait_until(lambda: count(channel) == 1 or ended)
        assert not ended
    finally:
        dovecot.kill()
        dovecot.start()


@pytest.mark.parametrize(("security", "port"), [("tls", "tls_port"), ("starttls", "port")])
def test_encrypted_connections_are_checked(dovecot, user, security, port):
    said = settings_of(dovecot, user) | {"imap_security": security, "imap_port": getattr(dovecot, port)}
    known = make_mailbox(secret={"imap_password": PASSWORD}, **said, certificate=dovecot.certificate)
    unknown = make_mailbox(secret={"imap_password": PASSWORD}, **said)
    dovecot.deliver(user, write())

    look(known)

    assert count(known) == 1
    with pytest.raises(OSError, match="certificate verify failed"):
        look(unknown)


def test_a_wrong_password_is_told_as_such(dovecot, user):
    channel = make_mailbox(secret={"imap_password": "wrong"}, **settings_of(dovecot, user))

    with listening(channel) as ended:
        wait_until(lambda: ended)

    assert isinstance(ended[0], AccessRevoked)
    assert not Mailbox().health(channel).is_well


def test_the_folder_for_junk_is_watched_and_marked(dovecot, user):
    said = settings_of(dovecot, user, imap_junk="Junk", outbound="postmark")
    channel = make_mailbox(secret={"imap_password": PASSWORD}, **said)
    dovecot.deliver(user, write("Not junk at all"), folder="Junk")

    with listening(channel) as ended:
        wait_until(lambda: count(channel) == 1 or ended)
    process(channel)

    assert any("junk" in one for one in Message.objects.get().extras["problems"])
    assert Mailbox().health(channel).is_well


def test_fifty_megabytes_are_taken_in_and_more_than_the_limit_is_put_aside(dovecot, user, channel):
    blob = bytes(range(256)) * (36 * 4096)
    dovecot.deliver(user, write("Here is the film.", files=[("film.bin", blob, "application/octet-stream")]))
    dovecot.deliver(user, write("Small"))

    look(channel)
    process(channel)

    assert Arrival.objects.get(size__gt=50_000_000).state == Arrival.State.DONE
    film = Message.objects.get(text="Here is the film.")
    assert any("film.bin" in problem for problem in film.extras["problems"])  # over what is kept as a file; raw stays
    assert Message.objects.filter(text="Small").exists()

    cursors.save(channel.pk, {})
    Arrival.objects.all().delete()
    look(channel, most_bytes=1_000_000)
    process(channel)
    assert Arrival.objects.get(state=Arrival.State.QUARANTINED).size < 2000
    assert count(channel) == 2


def test_the_tally_names_what_is_missing_and_fetches_it(dovecot, user, channel):
    dovecot.deliver(user, write("One", subject="First"), write("Two", subject="Second"))
    look(channel)
    Arrival.objects.order_by("pk").first().delete()
    since = datetime.now(UTC) - timedelta(days=3)

    tally = Mailbox().tally(channel, since)

    assert (tally.on_server, tally.here) == (2, 1)
    assert "First" in tally.missing[0]
    assert Mailbox().fetch_missing(channel, since) == 1
    assert Mailbox().tally(channel, since).here == 2


@pytest.fixture(autouse=True)
def _close():
    yield
    databases.close_all()
