"""Real workers, killed among promises that fall due: what they left is broken by the next, each once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from rafiq.inbox.models import Message
from rafiq.promises.models import Priority, Promise
from tests.makers import make_conversation, make_reply
from tests.promises.world import make_policy, told

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
PATIENCE = 120  # the machine may be busy; nothing is timed here
COUNT = 30


@pytest.fixture
def start() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start workers on the tests' database; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        parts = connection.settings_dict
        query = {"host": parts["HOST"], "user": parts["USER"], "port": parts["PORT"], "password": parts["PASSWORD"]}
        url = f"postgresql:///{parts['NAME']}?{urlencode({name: value for name, value in query.items() if value})}"
        environment = os.environ | {
            "DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "RAFIQ_DATA": str(settings.DATA_DIR),
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.inbox.played_worker"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait(PATIENCE)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


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
