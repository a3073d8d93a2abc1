"""How channels stand with their providers: receivers and adapters say it here, settings pages show it.

Only a change is written, so these may be called as often as one likes. Without `at` the database's clock counts.
A revoked channel stays so, whoever says it is away, until it is `connected` again or `forgiven`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Now

from rafiq.channels.transport import events
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.platform import live_bus, log

State = Connection.State


def connected(channel_id: int, words: str = "", *, at: datetime | None = None) -> None:
    """Note that the provider answers and accepts us."""
    _move(channel_id, State.CONNECTED, words, at)


def away(channel_id: int, words: str, *, at: datetime | None = None) -> None:
    """Note that the provider cannot be reached, and why."""
    _move(channel_id, State.AWAY, words, at)


def revoked(channel_id: int, words: str, *, at: datetime | None = None) -> None:
    """Note that the provider refuses our credentials: administrators are told, the receiver stops."""
    _move(channel_id, State.REVOKED, words, at)


def idle(channel_id: int, *, at: datetime | None = None) -> None:
    """Note that nothing is connected and nothing need be: there is nothing to listen to, or it is switched off."""
    _move(channel_id, State.IDLE, "", at)


def forgiven(channel_id: int, *, at: datetime | None = None) -> None:
    """Forget that access was revoked, since an administrator changed something; the next try shows if it helped."""
    _move(channel_id, State.IDLE, "", at, is_forgiving=True)


@transaction.atomic
def _move(channel_id: int, state: str, words: str, at: datetime | None, *, is_forgiving: bool = False) -> None:
    words = words.replace("\0", "")[:300]
    Connection.objects.bulk_create(
        [Connection(channel_id=channel_id, since=at or Now(), state=State.IDLE)], ignore_conflicts=True
    )
    row = Connection.objects.select_for_update(no_key=True).get(channel=channel_id)
    was_revoked = row.state == State.REVOKED
    if (row.state, row.words) == (state, words) or (was_revoked and not (_lifts(state) or is_forgiving)):
        return
    at = at or _now()
    since = row.since if row.state == state else at
    Connection.objects.filter(channel=channel_id).update(state=state, words=words, since=since)
    if state == State.REVOKED and not was_revoked:
        log.append(events.ChannelRevoked(channel_id=channel_id, words=words, occurred_at=at))
    if was_revoked and state != State.REVOKED:
        log.append(events.ChannelRestored(channel_id=channel_id, occurred_at=at))
        # What could not be fetched without access is tried again at once.
        Arrival.objects.filter(channel=channel_id, state=Arrival.State.PENDING, due_at__gt=at).update(due_at=at)
    live_bus.poke([f"channel-{channel_id}"])


def _lifts(state: str) -> bool:
    return state in {State.CONNECTED, State.REVOKED}


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()
        return now  # type: ignore[no-any-return]  # the driver's rows are untyped
