"""What must be done now and then so that the journal does not grow for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from rafiq.channels.transport import journal
from rafiq.channels.transport.models import Arrival

KEPT_FOR = timedelta(days=30)
ORPHANS_AFTER = timedelta(days=2)
AT_A_TIME = 500


def prune(*, at: datetime) -> int:
    """Throw away the bodies of what was taken in or dismissed a month ago; return how many.

    The rows stay with their keys: what was deleted here and is still at the provider does not come back.
    """
    states = [Arrival.State.DONE, Arrival.State.DISMISSED]
    old = Arrival.objects.filter(state__in=states, is_pruned=False, done_at__lt=at - KEPT_FOR)
    pruned = 0
    while found := list(old.order_by("done_at").defer("body")[:AT_A_TIME]):
        for arrival in found:
            journal.discard_body(arrival)
        Arrival.objects.filter(pk__in=[one.pk for one in found]).update(body=b"", path="", meta={}, is_pruned=True)
        pruned += len(found)
    return pruned


def forget_orphans(*, at: datetime) -> int:
    """Delete stored bodies that no row names: their transaction never ended well. Return how many."""
    forgotten = 0
    for folder in _folders():
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        for start in range(0, len(names), AT_A_TIME):
            some = names[start : start + AT_A_TIME]
            known = set(Arrival.objects.filter(path__in=some).values_list("path", flat=True))
            for path in set(some) - known:
                if default_storage.get_modified_time(path) < at - ORPHANS_AFTER:
                    default_storage.delete(path)
                    forgotten += 1
    return forgotten


def _folders() -> list[str]:
    if not default_storage.exists(journal.FOLDER):
        return []
    years = default_storage.listdir(journal.FOLDER)[0]
    return [
        f"{journal.FOLDER}/{year}/{month}"
        for year in years
        for month in default_storage.listdir(f"{journal.FOLDER}/{year}")[0]
    ]
