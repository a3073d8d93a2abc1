"""The place a receiver has come to at its provider; what it means is known to its kind alone."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from rafiq.channels.transport.models import Connection


def read(channel_id: int) -> dict[str, Any]:
    """Return the cursor last saved; empty at first."""
    found = Connection.objects.filter(channel=channel_id).values_list("cursor", flat=True).first()
    return dict(found or {})


def save(channel_id: int, cursor: dict[str, Any]) -> None:
    """Keep a cursor (plain JSON). In the transaction that journals what came before it, both stand or fall together.

    `with transaction.atomic(): journal(…); cursors.save(…)` is the usual way; saving it later is safe too, as the
    same item is journaled once.
    """
    row = Connection(channel_id=channel_id, state=Connection.State.IDLE, since=Now(), cursor=cursor)
    Connection.objects.bulk_create([row], update_conflicts=True, unique_fields=["channel"], update_fields=["cursor"])
