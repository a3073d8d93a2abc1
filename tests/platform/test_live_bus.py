from __future__ import annotations

import json

import pytest
from django.db import connection, transaction

from rafiq.platform import live_bus
from rafiq.platform.live_bus import MAX_BYTES, PAUSE, Bus
from rafiq.platform.live_hub import Signal


def make_bus(heard=None):
    heard = [] if heard is None else heard
    return Bus(deliver=lambda topic, signal: heard.append((topic, signal)), wake=lambda: None)


def test_a_signal_is_heard_here_at_once_and_elsewhere_once():
    here, there = [], []
    sender, receiver = make_bus(here), make_bus(there)

    sender.send("conversation-1", Signal("typing", {"on": True}), author="agent-7")
    [payload] = sender.drain(now=1.0)
    sender.receive(payload)
    receiver.receive(payload)

    assert here == [("conversation-1", Signal("typing", {"on": True}))]
    assert there == [("conversation-1", Signal("typing", {"on": True}, sender.origin))]


def test_only_the_newest_of_an_author_is_sent():
    bus = make_bus()
    for on in (True, False, True):
        bus.forward("conversation-1", Signal("typing", {"on": on}), author="agent-7")
    bus.forward("conversation-1", Signal("typing", {"on": False}), author="agent-8")

    [payload] = bus.drain(now=1.0)

    assert [data["on"] for *_, data in json.loads(payload)["s"]] == [True, False]


def test_notifications_keep_their_distance():
    bus = make_bus()
    bus.forward("inbox", Signal("typing", {}), author="a")
    assert bus.drain(now=1.0)
    bus.forward("inbox", Signal("typing", {}), author="a")

    assert bus.drain(now=1.0 + PAUSE / 2) == []
    assert 0 < bus.pause(now=1.0 + PAUSE / 2) < PAUSE
    assert bus.drain(now=1.0 + PAUSE)
    assert bus.pause(now=9.0) is None


def test_many_signals_go_in_several_payloads_that_postgresql_takes():
    bus, heard = make_bus(), []
    for number in range(500):
        bus.forward(f"conversation-{number}", Signal("presence", {"name": "سارا \ud83d"}), author="agent-7")
    bus.forward("too-big", Signal("presence", {"name": "x" * MAX_BYTES}), author="agent-7")

    payloads = bus.drain(now=1.0)
    for payload in payloads:
        make_bus(heard).receive(payload)

    assert all(len(payload.encode()) <= MAX_BYTES for payload in payloads)
    assert [topic for topic, _ in heard] == [f"conversation-{number}" for number in range(500)]


@pytest.mark.parametrize("payload", ["", "nonsense", "[]", '{"o":1}', '{"o":"x","s":[[1]]}', '{"o":"x","s":[null]}'])
def test_nonsense_on_the_channel_is_ignored(payload):
    heard = []
    make_bus(heard).receive(payload)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_a_poke_goes_out_with_the_transaction():
    heard = []
    connection.ensure_connection()
    notes = []
    connection.connection.add_notify_handler(notes.append)
    with connection.cursor() as cursor:
        cursor.execute("LISTEN rafiq_live")
        with transaction.atomic():
            live_bus.poke(["inbox", "agent-7", "inbox"])
            assert notes == []
        cursor.execute("UNLISTEN rafiq_live")

    make_bus(heard).receive(notes[0].payload)
    assert heard == [("inbox", None), ("agent-7", None)]
