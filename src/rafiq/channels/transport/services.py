"""What administrators do with channels and with what was set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from rafiq.channels.transport import connections
from rafiq.channels.transport.contracts import Transport
from rafiq.channels.transport.journal import WAKE
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel
from rafiq.inbox.services import pausing
from rafiq.platform import jobs, secrets

FETCH_JOB = "transport.fetch_missing"


def stored_secrets(channel: Channel | None) -> dict[str, str]:
    """Return a channel's secrets by name; nothing where they cannot be read (any more)."""
    try:
        found = json.loads(secrets.decrypt(channel.secret)) if channel and channel.secret else {}
    except (secrets.Unreadable, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@transaction.atomic
def save(channel: Channel | None, *, transport: Transport, values: Mapping[str, Any], at: datetime) -> Channel:
    """Make or change a channel from the values of its kind's form; the caller holds the row's lock.

    Secrets left empty stay as they are. What other versions keep in the settings stays. Whatever had stopped the
    channel is forgotten: it is tried again with what was saved.
    """
    names = transport.form.SECRETS
    given = {name: values[name] for name in names if values.get(name)}
    shown = {name: value for name, value in values.items() if name not in {"name", *names}}
    secret = json.dumps(stored_secrets(channel) | given) if given or channel is None else None
    settings = (channel.settings if channel else {}) | shown
    saved = inbox.save_channel(
        channel, kind=transport.kind, name=values["name"], settings=settings, at=at, secret=secret
    )
    connections.forgiven(saved.pk, at=at)
    transaction.on_commit(lambda: pausing.resume(saved))
    return saved


@transaction.atomic
def switch(channel_id: int, *, is_active: bool, at: datetime) -> None:
    """Switch a channel on or off; nothing is thrown away."""
    channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
    inbox.save_channel(
        channel, kind=channel.kind, name=channel.name, settings=channel.settings, at=at, is_active=is_active
    )
    if is_active:
        connections.forgiven(channel_id, at=at)
    else:
        connections.idle(channel_id, at=at)


def try_sending(channel: Channel) -> None:
    """Let what waits go out now, although the provider asked for patience or was away."""
    pausing.resume(channel)


@transaction.atomic
def read_again(arrivals: QuerySet[Arrival], *, at: datetime) -> int:
    """Take items out of quarantine and let them be read once more; return how many."""
    count = arrivals.filter(state=Arrival.State.QUARANTINED).update(
        state=Arrival.State.PENDING, due_at=at, done_at=None, attempts=0, begun=0
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE])
    return count


def dismiss(arrivals: QuerySet[Arrival], *, at: datetime) -> int:
    """Let items be: nobody is reminded of them any more. Return how many."""
    return arrivals.filter(state=Arrival.State.QUARANTINED).update(state=Arrival.State.DISMISSED, done_at=at)


@transaction.atomic
def enqueue_fetching(channel_id: int, *, since: datetime) -> None:
    """Queue the fetching of what the server has and we have not; one at a time a channel."""
    jobs.app.configure_task(FETCH_JOB, lock=f"fetch-{channel_id}").defer(channel_id=channel_id, since=since.isoformat())
