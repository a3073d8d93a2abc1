"""Real workers, killed among promises that fall due: what they left is broken by the next, each once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from rafiq.inbox.models import Message
from rafiq.promises.models import Priority, Promise
from tests import workers
from tests.makers import make_conversation, make_reply
from tests.promises.world import make_policy, told

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120  # the machine may be busy; nothing is timed here
COUNT = 30


@pytest.fixture
def start() -> Iterator[workers.Start]:
    """Start workers on the tests' database."""
    with workers.starting("tests.inbox.played_worker") as begin:
        yield begin


def wait_until(look: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < until, Counter(told())
        time.sleep(0.05)


def broken() -> int:
    return Promise.objects.filter(broken_at__isnull=False).count()


def test_a_killed_worker_breaks_nothing_twice_and_the_next_one_breaks_the_rest(start):
    begin = timezone.now().replace(microsecond=0) - timedelta(seconds=30)  # due while nobody worked
    policy = make_policy(
        at=begin - timedelta(days=1), first_seconds=20, escalation={"tells": ["SUPERVISORS"], "raises": True}
    )
    agent = policy.versions.get().made_by
    for number in range(COUNT):
        make_conversation(at=begin, thread=f"t-{number}")
    kept = make_conversation(at=begin, thread="kept")
    make_reply(kept, agent, at=begin + timedelta(seconds=20))  # in its last second

    worker = start()
    wait_until(lambda: broken() >= 5)
    worker.kill()
    worker.wait()
    start()
    wait_until(lambda: broken() == COUNT and Message.objects.filter(kind="NOTE").count() == COUNT)

    assert set(Promise.objects.exclude(conversation=kept).values_list("broken_at", flat=True)) == {
        begin + timedelta(seconds=20)
    }
    assert Promise.objects.get(conversation=kept).ending == "KEPT"
    assert Counter(told()) == {"made": COUNT + 1, "warned": COUNT + 1, "broken": COUNT, "kept": 1}
    assert set(Priority.objects.values_list("level", flat=True)) == {"HIGH"}
    assert Message.objects.filter(kind="NOTE").count() == COUNT
