"""Items of the journal become messages: each once, in order, and none stops those behind it."""

from datetime import timedelta

import pytest
from django.db import connection

from rafiq.channels.transport import journal, processing
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.inbox.models import Message
from tests.channels.postbox import letter, make_postbox, registered
from tests.makers import NOON, make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def postbox():
    with registered() as kind:
        yield kind


@pytest.fixture
def channel(postbox):
    return make_postbox()


def put(channel, *letters: bytes, at=NOON) -> None:
    items = [RawItem(key=f"{at}-{place}", body=one) for place, one in enumerate(letters)]
    assert journal.journal(channel.pk, items, at=at) == len(items)


def said() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("text", flat=True))


def states() -> list[str]:
    return list(Arrival.objects.order_by("pk").values_list("state", flat=True))


def reasons() -> dict[str, str]:
    return dict(Arrival.objects.filter(state="QUARANTINED").order_by("pk").values_list("key", "reason"))


def test_items_become_messages_in_order_and_once(channel, postbox):
    put(channel, *(letter(f"{n}", f"word {n}") for n in range(processing.BATCH + 5)))

    assert processing.process_all(at=NOON) == processing.BATCH + 5
    assert processing.process_all(at=NOON) == 0

    assert said() == [f"word {n}" for n in range(processing.BATCH + 5)]
    assert set(states()) == {"DONE"}
    assert len(postbox.settled) == processing.BATCH + 5


def test_the_message_an_item_became_is_known(channel):
    put(channel, letter("1", "Hello"), letter("2", "nothing"))

    processing.process_all(at=NOON)

    found = Arrival.objects.order_by("pk").values_list("message_id", "note")
    assert list(found) == [(Message.objects.get().pk, ""), (None, "only a greeting")]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (letter("2", "unreadable"), "the ink ran"),
        (letter("2", "broken"), "Something unforeseen went wrong while this was read"),
        (b"?", "Something unforeseen went wrong while this was read"),
        (letter("2" * 400), "This could not be stored"),
        (letter("2", sender="x" * 1000), "This could not be stored"),
    ],
    ids=["unreadable", "parser broke", "no text", "id too long", "thread too long"],
)
def test_a_bad_item_is_put_aside_with_its_reason_and_the_rest_goes_on(channel, bad, reason):
    put(channel, letter("1", "before"), bad, letter("3", "after"))

    processing.process_all(at=NOON)

    assert said() == ["before", "after"]
    assert states() == ["DONE", "QUARANTINED", "DONE"]
    [told] = reasons().values()
    assert told.startswith(reason)


def test_what_is_missing_is_tried_later_and_others_pass(channel, postbox):
    postbox.missing = {"with a picture"}
    put(channel, letter("1", "with a picture"), letter("2", "without"))

    processing.process_all(at=NOON)
    assert (said(), states()) == (["without"], ["PENDING", "DONE"])

    postbox.missing = set()
    assert processing.process_all(at=NOON + timedelta(seconds=59)) == 0
    processing.process_all(at=NOON + timedelta(seconds=60))
    assert said() == ["without", "with a picture"]


def test_what_stays_missing_ends_in_quarantine_after_pauses_that_grow(channel, postbox):
    postbox.missing = {"lost"}
    put(channel, letter("1", "lost"))
    at, pauses = NOON, []

    while states() == ["PENDING"]:
        assert processing.process_all(at=at) == 1
        due = Arrival.objects.get().due_at
        pauses.append(due - at)
        at = due

    assert len(pauses) == processing.MOST_ATTEMPTS
    assert (pauses[0], max(pauses)) == (timedelta(seconds=60), processing.LONGEST_PAUSE)
    assert list(reasons().values()) == ["the picture is not there yet"]


def test_revoked_access_stops_no_other_item_and_counts_no_try(channel):
    put(channel, letter("1", "no access"), letter("2", "plain"))

    processing.process_all(at=NOON)

    assert (said(), states()) == (["plain"], ["PENDING", "DONE"])
    assert Connection.objects.get().state == "REVOKED"
    assert Arrival.objects.first().attempts == 0


def test_what_the_process_may_have_died_of_is_read_alone_and_at_last_put_aside(channel, postbox):
    put(channel, letter("1", "suspect"), letter("2", "deadly"), letter("3", "after"))
    Arrival.objects.filter(key__endswith="-0").update(begun=1)
    Arrival.objects.filter(key__endswith="-1").update(begun=processing.MOST_DEATHS)

    processing.process_all(at=NOON)

    assert (said(), states()) == (["suspect", "after"], ["DONE", "QUARANTINED", "DONE"])
    assert set(Arrival.objects.values_list("begun", flat=True)) == {0}


def test_large_items_are_not_all_held_at_once(channel, monkeypatch):
    put(channel, *(letter(f"{n}") for n in range(4)))
    monkeypatch.setattr(processing, "BATCH_BYTES", 2 * len(letter("0")))

    assert [len(processing._due(channel, NOON)) for _ in range(2)] == [2, 2]
    assert processing.process_all(at=NOON) == 4


def test_a_body_that_was_lost_is_told(channel, tmp_path):
    put(channel, letter("1", "x" * journal.INLINE))
    journal.discard_body(Arrival.objects.get())

    processing.process_all(at=NOON)

    assert list(reasons().values()) == ["What came is no longer in our storage."]


def test_channels_of_unknown_kinds_wait_for_their_kind():
    put(make_channel("telepathy"), b"?")

    assert processing.process_all(at=NOON) == 0
    assert states() == ["PENDING"]


@pytest.mark.django_db(transaction=True)
class TestSeveral:
    def test_items_are_fetched_side_by_side_where_the_kind_says_so(self, channel, postbox, tmp_path):
        postbox.parse_at_once = 2
        there = tmp_path / "there"
        put(channel, letter("1", f"wait for {there}"), letter("2", "second"))
        parse = postbox.parse

        def parse_and_tell(channel, item):
            parsed = parse(channel, item)
            there.touch()  # the first waits for what the second brings
            return parsed

        postbox.parse = parse_and_tell
        processing.process_all(at=NOON)

        assert said() == [f"wait for {there}", "second"]

    def test_what_was_journaled_by_a_late_commit_is_not_passed_over(self, channel):
        """Row numbers are drawn before transactions commit: a lower one may appear after a higher one was taken in."""
        late = connection.copy()
        try:
            with late.cursor() as cursor:
                cursor.execute("SELECT nextval(pg_get_serial_sequence('transport_arrival', 'id'))")
                [number] = cursor.fetchone()
            put(channel, letter("2", "second"))
            processing.process_all(at=NOON)

            Arrival.objects.create(
                pk=number, channel=channel, key="1", body=letter("1", "first"), arrived_at=NOON, due_at=NOON
            )
            processing.process_all(at=NOON)
        finally:
            late.close()

        assert said() == ["second", "first"]

    def test_the_lock_of_a_channel_leaves_with_whoever_held_it(self, channel):
        put(channel, letter("1"))
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [processing.LOCK_SPACE, channel.pk])
        assert processing.process_all(at=NOON) == 0

        other.close()
        other.close_pool()

        assert processing.process_all(at=NOON) == 1
