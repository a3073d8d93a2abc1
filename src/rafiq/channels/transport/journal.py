"""Everything raw is written down before it is understood; whoever received it may then forget it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival

INLINE = 256 * 1024
WAKE = "rafiq_arrivals"


def journal(channel_id: int, items: Sequence[RawItem], *, at: datetime) -> int:
    """Write raw items down and wake the loop that takes them in; return how many were new.

    One transaction: when this returns, the provider may be told that all of it was taken.
    """
    rows = [_row(channel_id, item, at) for item in items]
    with transaction.atomic():
        before = {row.key for row in rows} & set(
            Arrival.objects.filter(channel=channel_id, key__in=[row.key for row in rows]).values_list("key", flat=True)
        )
        Arrival.objects.bulk_create(rows, ignore_conflicts=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [WAKE])
    return len({row.key for row in rows} - before)


def raw(arrival: Arrival) -> RawItem:
    """Return an item as it came."""
    return RawItem(key=arrival.key, body=_body(arrival), meta=arrival.meta)


def _body(arrival: Arrival) -> bytes:
    if not arrival.path:
        return bytes(arrival.body)
    with default_storage.open(arrival.path) as file:
        return bytes(file.read())


def _row(channel_id: int, item: RawItem, at: datetime) -> Arrival:
    row = Arrival(
        channel_id=channel_id, key=item.key[:200], size=len(item.body), meta=dict(item.meta), arrived_at=at, due_at=at
    )
    if len(item.body) > INLINE:
        row.path = default_storage.save(f"arrivals/{at:%Y/%m}/item", ContentFile(item.body))
    else:
        row.body = item.body
    return row
