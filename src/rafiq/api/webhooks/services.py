"""Endpoints are made and changed; events become dispatches; dispatches are sent again."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import batched
from urllib.parse import urlsplit

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from rafiq.api.models import Dispatch, Endpoint
from rafiq.api.webhooks import catalogue
from rafiq.platform import jobs
from rafiq.platform import secrets as vault
from rafiq.platform.log.models import Entry
from rafiq.platform.log.reader import Row

SEND_JOB = "api.send_webhooks"
KEPT = timedelta(days=30)
REPLAY_BATCH = 1_000


class BadAddress(ValueError):
    """Only http and https addresses with a host can be told anything."""


class UnknownEvent(ValueError):
    """No public event has this name."""


@transaction.atomic
def save(
    endpoint: Endpoint | None, *, url: str, events: Collection[str], is_active: bool, at: datetime
) -> tuple[Endpoint, str]:
    """Make or change an endpoint; for a new one its secret is returned, this once.

    Raises:
        BadAddress: if the address is none.
        UnknownEvent: if there is no such event.
    """
    _check(url, events)
    plain = ""
    if endpoint is None:
        plain = f"whsec_{secrets.token_urlsafe(24)}"
        endpoint = Endpoint(secret=vault.encrypt(plain), created_at=at)
    endpoint.url, endpoint.events, endpoint.is_active = url, sorted(set(events)), is_active
    endpoint.failing_since = None
    endpoint.save()
    if is_active:
        _wake(endpoint.pk)
    return endpoint, plain


def remove(endpoint: Endpoint) -> None:
    """Remove an endpoint with the record of what it was sent."""
    endpoint.delete()


def take(row: Row) -> None:
    """Note one row of the log for every endpoint that wants it; called inside the reader's transaction."""
    for endpoint in Endpoint.objects.filter(is_active=True):
        if not endpoint.events or row.kind in endpoint.events:
            Dispatch.objects.bulk_create([_dispatch(endpoint, row, at=row.occurred_at)], ignore_conflicts=True)
            _wake(endpoint.pk)


def take_call(row: Row) -> None:
    """Note that a rule or macro calls one endpoint; called inside the reader's transaction."""
    endpoint = Endpoint.objects.filter(pk=row.payload["endpoint_id"], is_active=True).first()
    if endpoint is not None:
        Dispatch.objects.bulk_create([_dispatch(endpoint, row, at=row.occurred_at)], ignore_conflicts=True)
        _wake(endpoint.pk)


@transaction.atomic
def send_again(dispatch: Dispatch) -> None:
    """Queue one dispatch again, whatever became of it."""
    Dispatch.objects.filter(pk=dispatch.pk).update(state=Dispatch.State.WAITING, attempts=0)
    _wake(dispatch.endpoint_id)


@transaction.atomic
def replay(endpoint: Endpoint, *, since: datetime, at: datetime) -> int:
    """Queue everything the log holds since a moment, what was sent before too; return how many that are."""
    wanted = endpoint.events or catalogue.names()
    found = Entry.objects.filter(occurred_at__gte=since, kind__in=wanted).order_by("id")
    columns = ("id", "kind", "key", "customer_id", "actor", "payload", "occurred_at")
    count = 0
    for batch in batched(found.values_list(*columns).iterator(chunk_size=REPLAY_BATCH), REPLAY_BATCH, strict=False):
        Dispatch.objects.bulk_create(
            [_dispatch(endpoint, Row(one[0], 0, *one[1:]), at=at) for one in batch],
            update_conflicts=True, unique_fields=["endpoint", "entry_id"], update_fields=["state", "attempts"],
        )  # fmt: skip
        count += len(batch)
    _wake(endpoint.pk)
    return count


def forget_old(*, at: datetime) -> int:
    """Remove the record of what was settled over 30 days ago; return how many."""
    settled = Dispatch.objects.filter(created_at__lt=at - KEPT).exclude(state=Dispatch.State.WAITING)
    return settled.delete()[0]


def body_of(row: Row) -> dict[str, object]:
    """Write the document that endpoints get; `id` is the same in every repetition."""
    return {
        "id": row.entry_id, "event": row.kind, "about": row.key, "customer_id": row.customer_id, "actor": row.actor,
        "data": row.payload, "occurred_at": row.occurred_at.isoformat(),
    }  # fmt: skip


def _dispatch(endpoint: Endpoint, row: Row, *, at: datetime) -> Dispatch:
    return Dispatch(endpoint=endpoint, entry_id=row.entry_id, event=row.kind, body=body_of(row), created_at=at)


def _wake(endpoint_id: int) -> None:
    """Have what waits sent once this is committed; should the process die just then, `wake_all` comes by."""
    transaction.on_commit(lambda: defer_sending(endpoint_id))


def wake_all(*, at: datetime) -> int:
    """Have sent whatever still waits at endpoints that nobody is about to send to; return how many those are."""
    waiting = Dispatch.objects.filter(state=Dispatch.State.WAITING, endpoint__is_active=True)
    ids = set(waiting.values_list("endpoint", flat=True))
    return sum(defer_sending(endpoint_id) for endpoint_id in sorted(ids))


def defer_sending(endpoint_id: int, *, seconds: float = 0) -> bool:
    """Queue the sending to one endpoint, unless that is queued already; one job at a time works on an endpoint."""
    name = f"webhook-{endpoint_id}"
    schedule = {"seconds": int(seconds)} if seconds else None
    task = jobs.app.configure_task(SEND_JOB, lock=name, queueing_lock=name, schedule_in=schedule)
    try:
        with transaction.atomic():
            task.defer(endpoint_id=endpoint_id)
    except AlreadyEnqueued:
        return False
    return True


def _check(url: str, events: Collection[str]) -> None:
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
        _ = parts.port
    except ValueError as error:
        raise BadAddress(url) from error
    if not is_fine or not url.isprintable() or " " in url:
        raise BadAddress(url)
    for name in events:
        if name not in catalogue.names():
            raise UnknownEvent(name)
