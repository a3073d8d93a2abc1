"""Real workers, several at once and killed: every rule that holds does what it says once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from rafiq.automations import services
from rafiq.automations.contracts import Step
from rafiq.automations.models import Run, Timer
from rafiq.automations.timing import Clock, Timing, Unit, Unless
from rafiq.inbox.models import Message
from rafiq.platform.log import dispatcher
from rafiq.platform.log.models import Entry
from tests import at_once, workers
from tests.automations.world import make_rule, results
from tests.makers import NOON, make_conversation, receive

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120  # the machine may be busy; nothing is timed here
COUNT = 20
NOTE = Step("note", {"text": "Look after {{customer}}", "mentions": []})


@pytest.fixture
def start() -> Iterator[workers.Start]:
    with workers.starting("tests.inbox.played_worker") as begin:
        yield begin


def wait_until(look: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < until, Counter(results())
        time.sleep(0.05)


def notes() -> Counter[int]:
    return Counter(Message.objects.filter(kind="NOTE").values_list("conversation", flat=True))


def test_workers_side_by_side_one_killed_do_everything_once(start):
    make_rule("message", NOTE, name="at once")
    make_rule("message", NOTE, name="later", later=Timing(1, Unit.MINUTES, Clock.ALWAYS, Unless.ANYBODY))
    begin = timezone.now() - timedelta(minutes=2)  # due while nobody worked
    talks = [make_conversation(at=begin, thread=f"t-{number}") for number in range(COUNT)]

    first, _second = start(), start()
    wait_until(lambda: Run.objects.count() >= COUNT // 2)
    first.kill()
    first.wait()
    start()
    wait_until(lambda: Run.objects.count() == 2 * COUNT and not Timer.objects.exists())

    assert set(results()) == {"DONE"}
    assert notes() == {talk.pk: 2 for talk in talks}


def test_two_workers_who_take_up_the_same_fact_do_it_once():
    rule = make_rule("message", NOTE)
    make_conversation()
    entry = Entry.objects.get(kind="inbox.message.received")

    def take_up() -> int:
        return services.consider(entry.id, rules=str(rule.pk), at=NOON)

    assert at_once.one_behind_another(take_up, take_up) == (1, 0)
    assert sum(notes().values()) == 1


def test_two_workers_who_ring_the_same_timer_do_it_once(run_jobs):
    make_rule("message", NOTE, later=Timing(1, Unit.HOURS, Clock.ALWAYS, Unless.ANYBODY))
    make_conversation()
    while dispatcher.dispatch_all(at=NOON):
        pass
    timer = Timer.objects.get()

    def ring() -> bool:
        return services.ring(timer.pk, entry_id=timer.entry_id, at=timer.due_at) is not None

    assert at_once.one_behind_another(ring, ring) == (True, False)
    assert sum(notes().values()) == 1


def test_a_customer_who_writes_at_the_very_moment_is_heard():
    make_rule("message", NOTE, later=Timing(1, Unit.HOURS, Clock.ALWAYS, Unless.ANYBODY))
    talk = make_conversation(thread="t")
    while dispatcher.dispatch_all(at=NOON):
        pass
    timer = Timer.objects.get()

    def ring() -> bool:
        return services.ring(timer.pk, entry_id=timer.entry_id, at=timer.due_at) is not None

    _receipt, has_rung = at_once.one_behind_another(lambda: receive("Oh", channel=talk.channel, thread="t"), ring)
    assert has_rung is False
    assert sum(notes().values()) == 0
