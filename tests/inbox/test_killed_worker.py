"""Real worker processes: killed in the midst of delivering, their provider gone for a while and full for another."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import override

import pytest

from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Delivery, Message
from tests import workers
from tests.inbox.playing import Played
from tests.makers import make_agent, make_channel, make_conversation, make_reply

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120  # the machine may be busy; nothing is timed here
THREADS = 6


class Provider(ThreadingHTTPServer):
    """Takes messages, each a moment; says 429 while it `is_full`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.taken: list[dict[str, str]] = []
        self.is_full = False
        self.refused = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def of(self, thread: str) -> list[str]:
        """List the texts of one thread, each where it came first."""
        return list(dict.fromkeys(one["text"] for one in self.taken if one["thread"] == thread))


class Desk(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.is_full:
            self.server.refused += 1
            self.send_response(429)
            self.send_header("Retry-After", "1")
            self.end_headers()
            return
        with self.server.lock:
            self.server.taken.append(told)
        time.sleep(0.02)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"id": told["key"]}).encode())

    @override
    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def start() -> Iterator[workers.Start]:
    """Start workers on the tests' database."""
    with workers.starting("tests.inbox.played_worker") as begin:
        yield begin


def write(provider: Provider, play: Callable[..., Played], *, count: int) -> None:
    play("played")
    channel = make_channel("played", url=provider.url)
    agent = make_agent()
    threads = [make_conversation("Hello", channel=channel, thread=f"t-{number}") for number in range(THREADS)]
    for number in range(count):
        make_reply(threads[number % THREADS], agent, f"{number:03}")


def wait_until(look: Callable[[], bool], provider: Provider) -> None:
    until = time.monotonic() + PATIENCE
    while not look():
        states = list(Message.objects.filter(kind="OUTBOUND").values_list("delivery", flat=True))
        assert time.monotonic() < until, (len(provider.taken), sorted(set(states)), Channel.objects.values())
        time.sleep(0.05)


def all_sent() -> bool:
    return not Message.objects.filter(kind="OUTBOUND").exclude(delivery=Delivery.SENT).exists()


def test_a_killed_worker_loses_nothing_and_repeats_with_the_same_key(provider, start, play):
    write(provider, play, count=120)

    worker = start()
    wait_until(lambda: len(provider.taken) >= 30, provider)
    worker.kill()
    worker.wait()
    start()
    wait_until(all_sent, provider)

    assert {one["text"] for one in provider.taken} == {f"{number:03}" for number in range(120)}
    keys = {one["text"]: one["key"] for one in provider.taken}
    assert all(keys[one["text"]] == one["key"] for one in provider.taken)
    assert len(set(keys.values())) == 120
    assert len(provider.taken) <= 120 + 4  # only what was under way when it was killed went twice
    for number in range(THREADS):
        came = provider.of(f"t-{number}")
        assert came == sorted(came)


def test_a_provider_that_asks_for_patience_gets_everything_once_and_in_order(provider, start, play):
    write(provider, play, count=60)
    start()
    wait_until(lambda: len(provider.taken) >= 20, provider)
    provider.is_full = True
    wait_until(lambda: provider.refused > 0, provider)
    wait_until(lambda: Channel.objects.filter(paused_until__isnull=False).exists(), provider)
    inbox.deliver_left(at=Channel.objects.get().paused_until)  # whoever looks after what is left tries nothing twice
    time.sleep(2.5)
    provider.is_full = False
    wait_until(all_sent, provider)

    texts = [one["text"] for one in provider.taken]
    assert sorted(texts) == [f"{number:03}" for number in range(60)]
    assert provider.refused <= 4 + 4  # those under way, then one a second
    for number in range(THREADS):
        came = provider.of(f"t-{number}")
        assert came == sorted(came)
    assert not Message.objects.filter(attempts__gt=0).exists()
