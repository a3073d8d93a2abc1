"""What must be done now and then so that nothing grows for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection

from rafiq.platform.files.models import StoredFile

ORPHANS_AFTER = timedelta(days=2)
_ORPHANS = """
    SELECT f.id, f.path, f.thumbnail_path FROM platform_file f
    WHERE f.stored_at < %s AND NOT EXISTS (SELECT FROM inbox_attachment a WHERE a.file_id = f.id)
        AND NOT EXISTS (SELECT FROM knowledge_attachment a WHERE a.file_id = f.id)
    LIMIT 1000
"""


def keep_partitions(*, at: datetime) -> None:
    """Make the log's partitions of this month and the two that follow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT platform_log_ensure_partitions(%s)", [at.date()])


def forget_sessions(*, at: datetime) -> int:
    """Delete sessions that have run out; return how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def forget_orphans(*, at: datetime) -> int:
    """Delete files that were put and never sent; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_ORPHANS, [at - ORPHANS_AFTER])
        found = cursor.fetchall()
    for _, path, thumbnail in found:
        for name in filter(None, (path, thumbnail)):
            default_storage.delete(name)
    StoredFile.objects.filter(pk__in=[pk for pk, _, _ in found]).delete()
    return len(found)
