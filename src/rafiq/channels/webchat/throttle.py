"""How many files one visitor may put: counted in the database, so that several processes count together."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.platform.files.models import StoredFile

UPLOADS = 30
WINDOW = timedelta(minutes=10)


def may_upload(thread: str, *, at: datetime) -> bool:
    """Test whether this visitor has not put too many files lately."""
    recent = StoredFile.objects.filter(owner=f"visitor-{thread}", stored_at__gt=at - WINDOW)
    return recent.count() < UPLOADS
