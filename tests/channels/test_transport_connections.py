"""Where receivers have come to, and how channels stand with their providers."""

import pytest

from rafiq.channels.transport import connections, cursors, events, journal
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    return make_channel("mail")


def facts() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def test_a_cursor_is_kept_and_leaves_the_state_alone(channel):
    assert cursors.read(channel.pk) == {}
    connections.connected(channel.pk, at=NOON)

    cursors.save(channel.pk, {"uid": 7})
    cursors.save(channel.pk, {"uid": 8})

    assert cursors.read(channel.pk) == {"uid": 8}
    assert Connection.objects.get().state == Connection.State.CONNECTED


def test_a_state_leaves_the_cursor_alone(channel):
    cursors.save(channel.pk, {"uid": 7})

    connections.away(channel.pk, "the line is dead")

    row = Connection.objects.get()
    assert (row.state, row.words, row.cursor) == ("AWAY", "the line is dead", {"uid": 7})


def test_nothing_is_written_while_nothing_changes(channel, django_assert_num_queries):
    connections.connected(channel.pk, at=NOON)

    with django_assert_num_queries(4):  # the savepoint's two, and two that look
        connections.connected(channel.pk)

    assert Connection.objects.get().since == NOON


def test_revoked_access_is_told_once_and_no_other_trouble_hides_it(channel):
    connections.revoked(channel.pk, "token refused", at=NOON)
    connections.revoked(channel.pk, "token refused again", at=NOON)
    connections.away(channel.pk, "time-out", at=NOON)
    connections.idle(channel.pk, at=NOON)

    row = Connection.objects.get()
    assert (row.state, row.words) == ("REVOKED", "token refused again")
    assert facts() == [events.ChannelRevoked.name]


@pytest.mark.parametrize("lift", [connections.connected, connections.forgiven])
def test_restored_access_is_told_and_waiting_items_are_tried_at_once(channel, lift):
    journal.journal(channel.pk, [RawItem(key="1", body=b"x")], at=NOON)
    Arrival.objects.update(due_at="2027-01-01T00:00Z")
    connections.revoked(channel.pk, "no", at=NOON)

    lift(channel.pk, at=NOON)

    assert facts() == [events.ChannelRevoked.name, events.ChannelRestored.name]
    assert Arrival.objects.get().due_at == NOON
