"""Nothing grows for ever, and a restored log still reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from rafiq.platform import files, housekeeping
from rafiq.platform.files.models import StoredFile
from rafiq.platform.log import reader, restore
from rafiq.platform.log.models import Cursor
from tests.makers import NOON, make_channel, make_inbound
from tests.platform.test_log import boil, numbers

pytestmark = pytest.mark.django_db


def put(owner: str = "visitor-v1") -> StoredFile:
    return files.store(SimpleUploadedFile("note.txt", b"hello"), owner=owner, at=NOON)


def test_files_that_were_never_sent_are_deleted_after_two_days():
    from rafiq.inbox import intake

    sent, orphan = put(), put()
    intake.receive([make_inbound("", channel=make_channel(), thread="v1", files=(sent.token,))], at=NOON)

    assert housekeeping.forget_orphans(at=NOON + timedelta(days=1)) == 0
    assert housekeeping.forget_orphans(at=NOON + timedelta(days=3)) == 1
    assert StoredFile.objects.get() == sent
    assert not default_storage.exists(orphan.path)


def test_partitions_are_made_ahead():
    housekeeping.keep_partitions(at=NOON + timedelta(days=700))
    housekeeping.keep_partitions(at=NOON + timedelta(days=700))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'platform_log'::regclass")
        assert cursor.fetchone()[0] >= 7


@pytest.mark.django_db(transaction=True)
class TestRestore:
    def test_a_log_from_another_server_is_read_on_in_the_same_order(self):
        for number in range(4):
            boil(number)
        rows = reader.read_after(reader.Position())
        Cursor.objects.create(subscriber="s", xid=rows[1].xid + 10**9, entry_id=rows[1].entry_id)
        self.pretend_restored()
        assert reader.read_after(reader.Position()) == []

        assert restore.heal()
        boil(4)

        cursor = Cursor.objects.get()
        left = reader.read_after(reader.Position(cursor.xid, cursor.entry_id))
        assert numbers(left) == [2, 3, 4]
        assert not restore.heal()

    def pretend_restored(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE platform_log DISABLE TRIGGER platform_log_immutable")
            cursor.execute("UPDATE platform_log SET xid = (xid::text::bigint + 1000000000)::text::xid8")
            cursor.execute("ALTER TABLE platform_log ENABLE TRIGGER platform_log_immutable")
