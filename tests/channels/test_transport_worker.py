"""Real worker processes: killed, doubled, cut off from their database and their provider."""

import contextlib
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import OperationalError, connection

from rafiq.channels.transport import connections, events, journal
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.channels.transport.processing import MOST_DEATHS
from rafiq.channels.transport.worker import STUCK
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from rafiq.platform import background
from rafiq.platform.log.models import Entry
from tests import workers
from tests.channels.postbox import KIND, SECRET, letter, make_postbox, office, registered
from tests.makers import NOON

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


@pytest.fixture(autouse=True)
def postbox():
    with registered() as kind:
        yield kind


@pytest.fixture
def start() -> Iterator[workers.Start]:
    """Start workers on the tests' database."""
    with workers.starting("tests.channels.postbox_worker") as begin:
        yield begin


def wait_until(look) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OperationalError):
            if look():
                return
        time.sleep(0.05)
    raise AssertionError(f"waited in vain; {Arrival.objects.count()} journaled, {Message.objects.count()} messages")


def put(channel, *letters: bytes, first: int = 0) -> None:
    items = [RawItem(key=f"{first + place}", body=one) for place, one in enumerate(letters)]
    journal.journal(channel.pk, items, at=datetime.now(UTC))


def is_done(count: int) -> bool:
    return Arrival.objects.filter(state="DONE").count() == count


def states() -> dict[int, str]:
    return dict(Connection.objects.values_list("channel", "state"))


def state_of(channel) -> str:
    return Connection.objects.get(channel=channel).state


def test_a_worker_killed_in_the_midst_leaves_every_message_exactly_once(start):
    channel = make_postbox()
    put(channel, *(letter(f"{n}", f"word {n}") for n in range(500)))

    worker = start()
    for amount in (100, 300):
        wait_until(lambda amount=amount: Message.objects.count() >= amount)
        worker.kill()
        worker.wait()
        worker = start()
    wait_until(lambda: is_done(500))

    texts = list(Message.objects.order_by("pk").values_list("text", flat=True))
    assert texts == [f"word {n}" for n in range(500)]


def test_two_workers_take_each_item_once(start):
    channels = [make_postbox(f"Postbox {n}") for n in range(4)]
    start(), start()
    for first in range(0, 200, 20):
        for channel in channels:
            texts = [letter(f"{channel.pk}-{first + n}", f"{channel.pk}: {first + n}") for n in range(20)]
            put(channel, *texts, first=first)

    wait_until(lambda: is_done(800))

    for channel in channels:
        texts = Message.objects.filter(channel=channel).order_by("pk").values_list("text", flat=True)
        assert list(texts) == [f"{channel.pk}: {n}" for n in range(200)]


def test_an_item_that_kills_the_worker_is_put_aside_and_the_others_arrive(start):
    put(make_postbox(), letter("0", "before"), letter("1", "deadly"), letter("2", "after"))
    Arrival.objects.filter(key="1").update(begun=MOST_DEATHS - 2)

    for _ in range(2):
        assert start().wait(PATIENCE) == -signal.SIGKILL
    start()
    wait_until(lambda: is_done(2))

    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == ["before", "after"]
    assert Arrival.objects.get(state="QUARANTINED").key == "1"


def test_an_item_that_is_read_for_ever_is_put_aside_too(start, monkeypatch):
    monkeypatch.setenv("TEST_STUCK_AFTER", "0.5")
    put(make_postbox(), letter("0", "wait for nothing"), letter("1", "after"))
    Arrival.objects.filter(key="0").update(begun=MOST_DEATHS - 1)

    assert start().wait(PATIENCE) == STUCK
    start()
    wait_until(lambda: is_done(1))

    assert Arrival.objects.get(state="QUARANTINED").key == "0"


def test_a_slow_channel_holds_up_no_other_and_not_the_end_of_the_worker(start):
    slow, quick = make_postbox("Slow"), make_postbox("Quick")
    put(slow, letter("0", "wait for nothing"))
    worker = start()
    wait_until(lambda: Arrival.objects.get().begun and background.is_anybody_working())
    put(quick, letter("0", "quick"))
    wait_until(lambda: Message.objects.filter(text="quick").exists())

    worker.terminate()

    assert worker.wait(PATIENCE) in {0, -signal.SIGTERM}
    assert Arrival.objects.get(channel=slow).state == "PENDING"


class TestReceivers:
    def test_letters_come_in_from_where_the_receiver_had_come_to(self, start):
        with office(letter("a", "first")) as there:
            channel = make_postbox(port=there.port)
            worker = start()
            wait_until(lambda: is_done(1))
            worker.kill()
            worker.wait()
            there.add(letter("b", "second"), letter("c", "third"))
            start()
            wait_until(lambda: is_done(3))

        assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == ["first", "second", "third"]
        assert Connection.objects.get(channel=channel).cursor == {"next": 3}

    def test_two_workers_never_listen_twice_and_the_other_takes_over(self, start):
        with office() as there:
            channel = make_postbox(port=there.port)
            workers = [start(), start()]
            wait_until(lambda: there.listeners == 1)
            workers[0].kill()
            there.add(letter("a", "hello"))
            wait_until(lambda: is_done(1))
            assert there.most_at_once == 1
            assert state_of(channel) == "CONNECTED"

    def test_settings_that_change_begin_it_anew_and_switching_off_ends_it(self, start):
        with office() as here, office(letter("a", "there")) as there:
            channel = make_postbox(port=here.port)
            start()
            wait_until(lambda: here.listeners == 1)

            inbox.save_channel(channel, kind=KIND, name="x", settings={"port": there.port}, at=NOON)
            wait_until(lambda: is_done(1) and not here.listeners)

            inbox.save_channel(channel, kind=KIND, name="x", settings={"port": there.port}, at=NOON, is_active=False)
            wait_until(lambda: not there.listeners and state_of(channel) == "IDLE")

    def test_a_provider_that_is_away_is_tried_again_and_one_that_refuses_is_not(self, start):
        with office() as gone:
            away = make_postbox(port=gone.port)
        with office(letter("b", "hello")) as strict:
            strict.stamp = "another stamp"
            revoked = make_postbox(port=strict.port)
            start()
            wait_until(lambda: states() == {away.pk: "AWAY", revoked.pk: "REVOKED"})

            with office(letter("a", "back"), port=gone.port):
                wait_until(lambda: is_done(1) and state_of(away) == "CONNECTED")
            assert Connection.objects.get(channel=revoked).words == "the office does not know this stamp"
            strict.stamp = SECRET
            connections.forgiven(revoked.pk)
            wait_until(lambda: is_done(2))

        facts = Entry.objects.filter(key=f"channel-{revoked.pk}").order_by("id").values_list("kind", flat=True)
        assert list(facts) == [events.ChannelRevoked.name, events.ChannelRestored.name]


def test_a_database_that_goes_away_for_a_while_loses_nothing(start):
    with office(letter("a", "before")) as there:
        make_postbox(port=there.port)
        start()
        wait_until(lambda: is_done(1))
        with no_database():
            there.add(letter("b", "during"))
            time.sleep(3)  # every part of the worker meets it
        there.add(letter("c", "after"))
        wait_until(lambda: is_done(3))

    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == ["before", "during", "after"]


@contextlib.contextmanager
def no_database():
    """Let nobody connect to the tests' database for the block, and end who is connected."""
    connection.ensure_connection()
    name, parameters = connection.settings_dict["NAME"], connection.get_connection_params()
    plain = {key: value for key, value in parameters.items() if key in {"host", "port", "user", "password"}}
    connection.close()
    connection.close_pool()
    with psycopg.connect(**plain, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
