"""Long polling: nothing lost, nothing twice, whatever is killed when; and what the channel's page says."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from rafiq.channels.telegram import live
from rafiq.channels.telegram.bot import as_secret
from rafiq.channels.telegram.forms import BaleForm, TelegramForm
from rafiq.channels.transport import cursors, processing, registry
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.channels.transport.threads import apart
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from tests.channels.bot_api import needs_description
from tests.channels.bot_server import TOKEN, message, refused, serving, update
from tests.makers import NOON

pytestmark = [pytest.mark.django_db(transaction=True), needs_description]
LATER = datetime(2027, 1, 1, tzinfo=UTC)
SOURCE = Path(__file__).parents[2] / "src"
# Another process that listens on the tests' database until it is killed.
LISTENER = """
import asyncio, json, sys
import django
django.setup()
from django.db import connection
connection.settings_dict.update(json.loads(sys.argv[1]))
from rafiq.channels.transport import registry
from rafiq.inbox.models import Channel
channel = Channel.objects.get(pk=int(sys.argv[2]))
asyncio.run(registry.find(channel.kind).listen(channel))
"""


@pytest.fixture
def server():
    with serving() as state:
        yield state


def make_bot(server, kind="telegram", token=TOKEN, **settings):
    given = {"api_url": server.url, "mode": "polling", "poll_seconds": 1} | settings
    return inbox.save_channel(None, kind=kind, name="Bot", settings=given, at=NOON, secret=as_secret(token))


def listen(channel, *, until=lambda: False):
    """Listen until something is so, at most half a minute."""

    async def run():
        task = asyncio.create_task(registry.find(channel.kind).listen(channel))
        for _ in range(600):
            done, _pending = await asyncio.wait([task], timeout=0.05)
            if done or await apart(until):
                break
        if not task.done():
            task.cancel()
        return await asyncio.gather(task, return_exceptions=True)

    return asyncio.run(run())[0]


def texts():
    return list(Message.objects.order_by("said_at").values_list("text", flat=True))


class TestPolling:
    @pytest.mark.parametrize("kind", ["telegram", "bale"])
    def test_updates_are_written_down_and_confirmed_afterwards(self, server, kind):
        server.is_described = kind == "telegram"
        server.add(*(update(number, message=message(str(number), number=number)) for number in range(1, 6)))
        listen(make_bot(server, kind), until=lambda: not server.updates)
        processing.process_all(at=LATER)

        assert texts() == ["1", "2", "3", "4", "5"]
        assert Connection.objects.get().state == "CONNECTED"

    def test_after_a_confirmed_batch_no_place_is_kept_that_would_hide_lower_ids(self, server):
        channel = make_bot(server)
        server.add(update(900, message=message("before the quiet week")))
        listen(channel, until=lambda: not server.updates and not cursors.read(channel.pk))
        server.add(update(17, message=message("after it", number=2)))
        listen(channel, until=lambda: not server.updates)
        processing.process_all(at=LATER)

        assert texts() == ["before the quiet week", "after it"]

    def test_what_was_written_down_but_not_confirmed_comes_again_and_counts_once(self, server):
        channel = make_bot(server)
        server.add(update(1, message=message("one")))
        listen(channel, until=Arrival.objects.exists)
        server.updates = [update(1, message=message("one")), update(2, message=message("two", number=2))]
        cursors.save(channel.pk, {})
        listen(channel, until=lambda: not server.updates)
        processing.process_all(at=LATER)

        assert texts() == ["one", "two"]

    def test_another_bot_in_the_place_of_the_first_begins_at_its_own_beginning(self, server):
        channel = make_bot(server, "bale")
        server.is_described = False
        cursors.save(channel.pk, {"offset": 900, "bot": 123})
        server.add(update(5, message=message("hello", number=1)))
        listen(channel, until=lambda: not server.updates)
        processing.process_all(at=LATER)

        assert texts() == ["hello"]
        assert cursors.read(channel.pk) == {"offset": 6, "bot": 700700}

    def test_patience_is_kept_and_polling_goes_on(self, server):
        server.failures["getUpdates"] = [refused(429, "Too Many Requests", retry_after=1)]
        server.add(update(1, message=message("one")))
        listen(make_bot(server), until=lambda: not server.updates)

        assert Arrival.objects.count() == 1

    def test_an_update_without_an_id_does_not_stop_the_others(self, server):
        channel = make_bot(server)
        server.updates = [{"message": message("odd")}]
        server.is_described = False
        listen(channel, until=Arrival.objects.exists)

        assert Arrival.objects.count() == 1

    def test_a_revoked_token_ends_it(self, server):
        assert isinstance(listen(make_bot(server, token=f"1{TOKEN}")), AccessRevoked)

    def test_a_secret_nobody_can_read_ends_it(self, server):
        channel = make_bot(server)
        channel.secret = "not encrypted"

        assert isinstance(listen(channel), AccessRevoked)

    def test_a_provider_that_is_away_ends_this_attempt(self, server, caplog):
        server.failures["getUpdates"] = [(502, {"description": "a page"})]
        failed = listen(make_bot(server))

        assert str(failed) == "The provider cannot be reached." and TOKEN not in repr(failed)
        assert "502" in caplog.text and TOKEN not in caplog.text


class TestWhoGetsTheMessages:
    def test_another_systems_webhook_is_left_alone_and_named(self, server):
        server.webhook = {"url": "https://other.example/bot"}
        failed = listen(make_bot(server))

        assert isinstance(failed, live.HeldElsewhere) and "Another system" in str(failed)
        assert server.webhook

    def test_another_poller_is_named_too(self, server):
        server.failures["getUpdates"] = [refused(409, "Conflict: terminated by other getUpdates request")]

        assert isinstance(listen(make_bot(server)), live.HeldElsewhere)

    def test_it_is_taken_over_where_the_administrator_says_so(self, server):
        server.webhook = {"url": "https://other.example/bot"}
        server.add(update(1, message=message("one")))
        listen(make_bot(server, take_over=True), until=lambda: not server.updates)

        assert Arrival.objects.count() == 1

    def test_our_own_webhook_of_an_earlier_mode_is_taken_away_without_losing_what_waits(self, server):
        channel = make_bot(server)
        server.webhook = {"url": f"https://rafiq.example/hooks/{channel.key}/"}
        server.add(update(1, message=message("one")))
        listen(channel, until=lambda: not server.updates)

        assert server.made("deleteWebhook") == [{"drop_pending_updates": False}]
        assert Arrival.objects.count() == 1

    def test_the_webhook_is_set_with_its_secret_and_listening_ends(self, server, settings):
        settings.PUBLIC_URL = "https://rafiq.example"
        channel = make_bot(server, mode="webhook")

        assert listen(channel) is None
        [given] = server.made("setWebhook")
        assert given["url"] == f"https://rafiq.example/hooks/{channel.key}/"
        assert len(given["secret_token"]) == 64

    def test_bales_webhook_holds_the_secret(self, server, settings):
        settings.PUBLIC_URL = "https://rafiq.example"
        listen(make_bot(server, "bale", mode="webhook"))

        [given] = server.made("setWebhook")
        assert len(given["url"].rpartition("/")[2]) == 64 and given.keys() == {"url"}


class TestWhatThePageSays:
    def health(self, channel):
        return registry.find(channel.kind).health(channel)

    def test_a_bot_that_works_is_named_with_what_waits(self, server):
        server.add(update(1, message=message("one")))
        told = self.health(make_bot(server))

        assert told.is_well and told.words == "Connected as @narvan_bot. 1 message waits there."

    def test_a_failing_webhook_is_told_in_the_providers_words(self, server, settings):
        settings.PUBLIC_URL = "https://rafiq.example"
        server.add(update(1, message=message("one")))
        server.last_error = "SSL error"
        told = self.health(make_bot(server, mode="webhook"))

        assert not told.is_well and "SSL error" in told.words
        assert server.webhook["url"].startswith("https://rafiq.example/hooks/")

    def test_a_webhook_without_a_public_address_is_told(self, server, settings):
        settings.PUBLIC_URL = ""

        assert "RAFIQ_URL" in self.health(make_bot(server, mode="webhook")).words

    @pytest.mark.parametrize(
        "failure", [refused(500, "Internal"), (502, {"description": "a page"}), refused(401, "no")]
    )
    def test_health_never_raises(self, server, failure):
        server.failures["getMe"] = [failure]

        assert not self.health(make_bot(server)).is_well

    def test_the_tally_counts_what_waits_at_the_provider(self, server):
        channel = make_bot(server)
        server.add(update(1, message=message("one")))
        since = datetime.now(UTC) - timedelta(days=1)
        tally = registry.find("telegram").tally(channel, since)

        assert (tally.on_server, tally.here) == (1, 0)
        listen(channel, until=lambda: not server.updates)
        tally = registry.find("telegram").tally(channel, since)
        assert (tally.on_server, tally.here) == (1, 1)

    def test_settings_are_checked(self, settings):
        settings.PUBLIC_URL = ""
        given = {"name": "Bot", "token": TOKEN, "mode": "polling", "api_url": ""}

        assert TelegramForm(given).is_valid() and BaleForm(given).is_valid()
        for name, wrong in [("token", "hello"), ("api_url", "ftp://x"), ("mode", "webhook"), ("api_url", "http://[")]:
            assert name in TelegramForm(given | {name: wrong}).errors


def test_a_listener_killed_twice_in_the_middle_of_200_updates_loses_none(server):
    server.batch = 7
    channel = make_bot(server)
    server.add(*(update(number, message=message(str(number), number=number)) for number in range(1, 201)))
    for left in (140, 70):
        listener = start_listener(channel)
        wait_for(lambda: len(server.updates) <= left, listener)  # noqa: B023
        listener.send_signal(signal.SIGKILL)
        listener.wait()
        assert server.updates
    listen(channel, until=lambda: not server.updates)
    processing.process_all(at=LATER)

    assert texts() == [str(number) for number in range(1, 201)]
    assert Arrival.objects.count() == 200


def start_listener(channel):
    where = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    environment = {"DJANGO_SETTINGS_MODULE": "rafiq.settings", "PYTHONPATH": str(SOURCE)}
    words = [sys.executable, "-c", LISTENER, json.dumps(where), str(channel.pk)]
    return subprocess.Popen(words, env={**os.environ, **environment})


def wait_for(is_so, listener):
    for _ in range(3000):
        if is_so():
            return
        assert listener.poll() is None, "the listener ended by itself"
        time.sleep(0.01)
    raise AssertionError("nothing happened")
