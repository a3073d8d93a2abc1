"""Providers, and whoever pretends to be one, at the webhook addresses."""

import json
import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rafiq.channels.transport import hook_views, journal
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.channels.transport.refusals import MOST_A_MINUTE, Refusals
from rafiq.inbox import services as inbox
from tests.channels.postbox import SECRET, make_postbox, registered, sign
from tests.makers import NOON, make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox(monkeypatch):
    monkeypatch.setattr(hook_views, "_refusals", Refusals())  # each test begins with a good name
    with registered() as kind:
        yield kind


@pytest.fixture
def channel(postbox):
    return make_postbox()


def post(client, channel, *letters, signature=None, address="", **headers):
    body = json.dumps([{"id": one, "from": "maryam", "text": f"letter {one}"} for one in letters]).encode()
    signed = {"X-Signature": sign(body) if signature is None else signature, **headers}
    return client.post(address or f"/hooks/{channel.key}/", body, "application/json", headers=signed)


def keys() -> list[str]:
    return list(Arrival.objects.order_by("pk").values_list("key", flat=True))


def test_what_a_provider_sends_is_written_down_before_it_is_answered(client, channel):
    answer = post(client, channel, "1", "2")

    assert (answer.status_code, answer.content) == (200, b"ok")
    assert keys() == ["1", "2"]
    assert set(Arrival.objects.values_list("state", flat=True)) == {"PENDING"}


def test_what_comes_twice_is_one_row(client, channel):
    post(client, channel, "1", "2", "2")
    answer = post(client, channel, "2", "3", "1")

    assert answer.status_code == 200
    assert keys() == ["1", "2", "3"]


def test_the_answer_costs_few_statements(client, channel):
    with CaptureQueriesContext(connection) as seen:
        post(client, channel, *map(str, range(50)))

    assert len(seen) <= 5, [one["sql"][:80] for one in seen]  # one finds the channel, two are the test's savepoint


@pytest.mark.parametrize("ending", ["", "/", "/updates/bot"])
def test_the_end_of_the_address_does_not_matter(client, channel, ending):
    assert post(client, channel, "1", address=f"/hooks/{channel.key}{ending}").status_code == 200
    assert keys() == ["1"]


def test_a_challenge_is_answered_as_the_kind_says(client, channel):
    asked = {"stamp": SECRET, "challenge": "1158"}

    assert client.get(f"/hooks/{channel.key}/", asked).content == b"1158"
    assert client.get(f"/hooks/{channel.key}/", asked | {"stamp": "forged"}).status_code == 403


def test_forged_requests_change_nothing_and_are_told(client, channel):
    answer = post(client, channel, "1", signature="0" * 64)

    assert (answer.status_code, answer.content) == (403, b"Not accepted.")
    assert keys() == []
    row = Connection.objects.get(channel=channel)
    assert (row.refused, row.refused_words) == (1, "the signature is wrong")


def test_many_forged_requests_are_slowed_down_and_the_genuine_one_passes(client, channel):
    for _ in range(MOST_A_MINUTE):
        assert post(client, channel, "1", signature="forged").status_code == 403

    answer = post(client, channel, "1", signature="forged")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert post(client, channel, "1").status_code == 200
    assert Connection.objects.get(channel=channel).refused == 1  # the others are written down with the next ones


def test_nothing_larger_than_the_kind_takes_is_read(client, channel, postbox):
    postbox.hook_bytes = 100

    assert post(client, channel, "1").status_code == 200
    assert post(client, channel, *map(str, range(99))).status_code == 413
    assert keys() == ["1"]


def test_a_megabyte_is_the_limit_of_kinds_that_say_none(client, channel):
    assert post(client, channel, "x" * hook_views.MOST_BYTES).status_code == 413


@pytest.mark.parametrize("key", ["nothing", "", "%00", "x" * 5000, "%F0%9F%90%98"])
def test_an_unknown_address_is_404(client, channel, key):
    assert client.post(f"/hooks/{key}/x").status_code == 404


def test_web_chat_has_no_webhook(client, postbox):
    assert client.post(f"/hooks/{make_channel().key}/").status_code == 404


def test_a_channel_that_is_switched_off_says_so(client, channel):
    inbox.save_channel(channel, kind=channel.kind, name="x", settings={}, at=NOON, is_active=False)

    assert post(client, channel, "1").status_code == 410
    assert keys() == []


@pytest.mark.parametrize("method", ["put", "delete", "patch", "head", "options"])
def test_other_methods_are_named_as_wrong(client, channel, method):
    assert getattr(client, method)(reverse("transport:hook", args=[channel.key])).status_code == 405


class TestJournal:
    def test_long_keys_with_the_same_beginning_stay_apart(self, channel):
        items = [RawItem(key="k" * 500 + end, body=b"x") for end in ("1", "2")]

        assert journal.journal(channel.pk, items, at=NOON) == 2
        assert journal.journal(channel.pk, items, at=NOON) == 0

    def test_what_a_database_cannot_store_is_replaced_instead_of_lost(self, channel):
        strange = RawItem(key="a\0\udcff", body=b"\0\xff", meta={"subject": ["\0\ud800"], "n": 1})

        assert journal.journal(channel.pk, [strange], at=NOON) == 1

        item = journal.raw(Arrival.objects.get())
        assert (item.body, item.meta) == (b"\0\xff", {"subject": ["\ufffd?"], "n": 1})

    def test_a_large_body_stands_in_a_file_and_comes_back_whole(self, channel):
        body = os.urandom(journal.INLINE + 1)

        journal.journal(channel.pk, [RawItem(key="1", body=body)], at=NOON)

        row = Arrival.objects.get()
        assert (bytes(row.body), row.size) == (b"", len(body))
        assert journal.raw(row).body == body
