"""The log: written with the change, read in order, nothing missed, nothing twice."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction

from rafiq.platform import log
from rafiq.platform.events import Event, by_name
from rafiq.platform.log import dispatcher, reader, subscriptions
from rafiq.platform.log.append import NotInTransaction
from rafiq.platform.log.models import Cursor, Entry, Poison
from tests.makers import NOON


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Event):
    """A fact of these tests."""

    name: ClassVar[str] = "tests.kettle.boiled"
    number: int

    def key(self) -> str:
        return f"kettle-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleFilled(KettleBoiled):
    """Another fact, which nobody asks for."""

    name: ClassVar[str] = "tests.kettle.filled"


def boil(number: int) -> None:
    with transaction.atomic():
        log.append(KettleBoiled(number=number, occurred_at=NOON))


def numbers(rows: list[reader.Row]) -> list[int]:
    return [row.payload["number"] for row in rows]


@pytest.mark.django_db(transaction=True)
class TestLateCommits:
    def test_a_row_that_commits_late_is_not_passed_over(self):
        written, may_commit = threading.Event(), threading.Event()

        def slow_writer() -> None:
            with transaction.atomic():
                log.append(KettleBoiled(number=1, occurred_at=NOON))
                written.set()
                may_commit.wait(10)
            connection.close()

        slow = threading.Thread(target=slow_writer)
        slow.start()
        written.wait(10)
        boil(2)
        before = reader.read_after(reader.Position())
        may_commit.set()
        slow.join()

        after = reader.read_after(reader.Position())
        assert Entry.objects.order_by("-id").values_list("payload", flat=True)[0] == {"number": 2}
        assert numbers(before) == []
        assert sorted(numbers(after)) == [1, 2]

    def test_readers_beside_many_writers_get_every_row_once_and_in_order(self):
        writers, each = 8, 40
        done = threading.Event()
        got: list[reader.Row] = []

        def write(writer: int) -> None:
            chance = random.Random(writer)
            for step in range(each):
                with transaction.atomic():
                    log.append(KettleBoiled(number=writer * each + step, occurred_at=NOON))
                    time.sleep(chance.random() / 200)
                    if chance.random() < 0.1:
                        transaction.set_rollback(True)
            connection.close()

        def read() -> None:
            position = reader.Position()
            finishing = False
            while True:
                rows = reader.read_after(position, limit=7)
                got.extend(rows)
                position = rows[-1].position if rows else position
                if not rows and finishing:
                    break
                finishing = done.is_set()
            connection.close()

        reading = threading.Thread(target=read)
        reading.start()
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(write, range(writers)))
        done.set()
        reading.join()

        stored = set(Entry.objects.values_list("id", flat=True))
        assert {row.entry_id for row in got} == stored
        assert len(got) == len(stored)
        assert [row.position for row in got] == sorted((row.position for row in got), key=lambda p: (p.xid, p.entry_id))


@pytest.mark.django_db
class TestAppend:
    def test_needs_a_transaction(self, transactional_db):
        with pytest.raises(NotInTransaction):
            log.append(KettleBoiled(number=1, occurred_at=NOON))

    def test_rows_never_change(self):
        boil(1)

        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            Entry.objects.update(kind="other")

    def test_a_rolled_back_change_tells_nothing(self):
        with transaction.atomic():
            log.append(KettleBoiled(number=1, occurred_at=NOON))
            transaction.set_rollback(True)

        assert not Entry.objects.exists()

    def test_old_rows_with_forgotten_fields_are_still_understood(self):
        kind = by_name("tests.kettle.boiled")
        event = kind.restore(payload={"number": 3, "colour": "red"}, occurred_at=NOON, actor="agent-1")

        assert event == KettleBoiled(number=3, occurred_at=NOON, actor="agent-1")


@pytest.fixture
def subscriber(request):
    """A subscriber of these tests; gone afterwards."""
    taken: list[int] = []

    def take(event: KettleBoiled) -> None:
        if event.number in broken:
            raise ValueError(event.number)
        taken.append(event.number)

    broken: set[int] = set()
    subscription = subscriptions.Subscription(f"tests.{request.node.name}", (KettleBoiled.name,), take)
    return subscription, taken, broken


@pytest.mark.django_db(transaction=True)
class TestDispatcher:
    def test_feeds_in_order_and_only_once(self, subscriber):
        subscription, taken, _ = subscriber
        for number in range(5):
            boil(number)

        dispatcher.dispatch(subscription, at=NOON)
        dispatcher.dispatch(subscription, at=NOON)

        assert taken == [0, 1, 2, 3, 4]

    def test_passes_over_many_rows_of_other_kinds_and_misses_none_of_its_own(self, subscriber):
        subscription, taken, _ = subscriber
        boil(1)
        dispatcher.dispatch(subscription, at=NOON)
        with transaction.atomic():
            log.append(*[KettleFilled(number=number, occurred_at=NOON) for number in range(dispatcher.PASSED_OVER)])

        dispatcher.dispatch(subscription, at=NOON)
        boil(2)
        dispatcher.dispatch(subscription, at=NOON)

        assert taken == [1, 2]
        assert Cursor.objects.get(subscriber=subscription.name).entry_id > dispatcher.PASSED_OVER

    def test_a_failing_row_waits_and_is_then_put_aside_visibly(self, subscriber):
        subscription, taken, broken = subscriber
        broken.add(1)
        for number in range(3):
            boil(number)

        for minute in range(dispatcher.ATTEMPTS + 1):
            dispatcher.dispatch(subscription, at=NOON + timedelta(minutes=minute))

        assert taken == [0, 2]
        assert "ValueError" in Poison.objects.get().error

    def test_a_failing_row_is_not_tried_again_before_its_time(self, subscriber):
        subscription, taken, broken = subscriber
        broken.add(0)
        boil(0)
        dispatcher.dispatch(subscription, at=NOON)
        broken.clear()

        dispatcher.dispatch(subscription, at=NOON)
        assert taken == []
        dispatcher.dispatch(subscription, at=NOON + timedelta(minutes=1))
        assert taken == [0]

    def test_replay_feeds_again_from_the_start(self, subscriber):
        subscription, taken, _ = subscriber
        boil(0)
        dispatcher.dispatch(subscription, at=NOON)

        dispatcher.replay(subscription.name, position=reader.Position())
        dispatcher.dispatch(subscription, at=NOON)

        assert taken == [0, 0]

    def test_workers_at_the_same_time_do_not_feed_twice(self, subscriber):
        subscription, taken, _ = subscriber
        for number in range(50):
            boil(number)

        def work(_: int) -> None:
            dispatcher.dispatch(subscription, at=NOON)
            connection.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))

        assert sorted(taken) == list(range(50))
        assert Cursor.objects.get().attempts == 0
