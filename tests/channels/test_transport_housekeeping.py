"""The journal forgets bodies after a month and keys never."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rafiq.channels.transport import housekeeping, journal, processing, services
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival
from tests.channels.postbox import letter, make_postbox, registered
from tests.makers import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + housekeeping.KEPT_FOR + timedelta(seconds=1)


@pytest.fixture
def channel():
    with registered():
        yield make_postbox()


def put(channel, *texts: str) -> None:
    items = [RawItem(key=f"{n}", body=letter(f"{n}", text)) for n, text in enumerate(texts)]
    journal.journal(channel.pk, items, at=NOON)
    processing.process_all(at=NOON)


def test_old_bodies_go_and_what_was_deleted_does_not_come_back(channel):
    put(channel, "hello", "x" * journal.INLINE, "unreadable", "broken")
    services.dismiss(Arrival.objects.filter(reason="the ink ran"), at=NOON)
    path = Arrival.objects.exclude(path="").get().path

    assert housekeeping.prune(at=NOON + housekeeping.KEPT_FOR) == 0
    assert housekeeping.prune(at=LATER) == 3
    assert housekeeping.prune(at=LATER) == 0

    assert not default_storage.exists(path)
    bodies = {row.state: bytes(row.body) for row in Arrival.objects.all()}
    assert bodies["DONE"] == bodies["DISMISSED"] == b""
    assert bodies["QUARANTINED"] == letter("3", "broken")
    again = [RawItem(key=f"{n}", body=b"again") for n in range(4)]
    assert journal.journal(channel.pk, again, at=LATER) == 0


def test_bodies_that_no_row_names_are_found(channel):
    put(channel, "x" * journal.INLINE)
    named = Arrival.objects.get().path
    lost = default_storage.save(f"{journal.FOLDER}/2026/11/item", ContentFile(b"lost"))
    written = default_storage.get_modified_time(lost)

    assert housekeeping.forget_orphans(at=written + timedelta(days=1)) == 0
    assert housekeeping.forget_orphans(at=written + timedelta(days=3)) >= 1  # other tests left theirs too

    assert default_storage.exists(named)
    assert not default_storage.exists(lost)
