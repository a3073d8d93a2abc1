"""How many files a visitor may put, how often look for help: counted in the database, for several processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.knowledge.models import Search
from rafiq.platform.files.models import StoredFile

UPLOADS = 30
SEARCHES = 60
WINDOW = timedelta(minutes=10)


def may_upload(thread: str, *, at: datetime) -> bool:
    """Test whether this visitor has not put too many files lately."""
    recent = StoredFile.objects.filter(owner=f"visitor-{thread}", stored_at__gt=at - WINDOW)
    return recent.count() < UPLOADS


def may_search(visitor: str, *, at: datetime) -> bool:
    """Test whether this visitor (a digest) has not looked for too much lately."""
    return Search.objects.filter(visitor=visitor, searched_at__gt=at - WINDOW).count() < SEARCHES
