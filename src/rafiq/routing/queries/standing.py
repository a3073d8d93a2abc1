"""Who waits now, in numbers."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from rafiq.routing.models import Entry


def waiting_by_queue() -> Counter[int]:
    """Count those who wait (also those who are being offered) by the id of their queue."""
    standing = Entry.objects.filter(ended_at=None).values_list("queue").annotate(count=Count("pk"))
    return Counter(dict(standing))
