"""How channels are, for administrators: states, numbers, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from rafiq.channels.transport import journal, registry
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.inbox.models import Channel
from rafiq.inbox.queries.traffic import Traffic, traffic
from rafiq.inbox.registry import UnknownChannelKind, adapter_for
from rafiq.platform import text

FIRST_BYTES = 2000
FIRST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """One channel as an administrator sees it. `tone` is the chip's: done, risk, late, or none."""

    channel: Channel
    label: str
    icon: str
    is_transport: bool
    tone: str
    words: str
    details: str
    since: datetime | None
    traffic: Traffic
    pending: int = 0
    quarantined: int = 0
    refused: int = 0
    refused_at: datetime | None = None
    refused_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """What administrators are told on every page."""

    revoked: list[Channel]
    quarantined: int


def channel_states(*, at: datetime, channels: Iterable[Channel] | None = None) -> list[ChannelState]:
    """Describe channels (all of them where none are given), by name."""
    found = sorted(Channel.objects.all() if channels is None else channels, key=lambda one: text.sort_key(one.name))
    connections = {row.channel_id: row for row in Connection.objects.all()}
    counts = _counts()
    passing = traffic(at=at)
    return [_state(one, connections.get(one.pk), counts, passing.get(one.pk, Traffic()), at) for one in found]


def troubles() -> Troubles:
    """Find what an administrator must act upon."""
    refused = Connection.objects.filter(state=Connection.State.REVOKED, channel__is_active=True)
    revoked = [row.channel for row in refused.select_related("channel").order_by("since")]
    return Troubles(revoked=revoked, quarantined=quarantine().count())


def quarantine(channel_id: int | None = None) -> QuerySet[Arrival]:
    """Return the items set aside, of one channel or of all."""
    found = Arrival.objects.filter(state=Arrival.State.QUARANTINED)
    return found if channel_id is None else found.filter(channel=channel_id)


def journaled(channel_id: int, *, since: datetime) -> dict[str, int]:
    """Count what was journaled of a channel since a moment, by state."""
    rows = Arrival.objects.filter(channel=channel_id, arrived_at__gte=since)
    counts = dict.fromkeys(Arrival.State.values, 0)
    return counts | dict(rows.values_list("state").annotate(count=Count("pk")))


def first_lines(arrival: Arrival) -> str:
    """Return the beginning of an item as text, whatever it is."""
    try:
        body = journal.raw(arrival).body[:FIRST_BYTES]
    except journal.BodyGone:
        return ""
    return text.clean("\n".join(body.decode(errors="replace").splitlines()[:FIRST_LINES]))


def _counts() -> dict[tuple[int, str], int]:
    open_states = [Arrival.State.PENDING, Arrival.State.QUARANTINED]
    rows = Arrival.objects.filter(state__in=open_states).values_list("channel", "state").annotate(count=Count("pk"))
    return {(channel, state): count for channel, state, count in rows}


def _state(
    channel: Channel, row: Connection | None, counts: dict[tuple[int, str], int], passing: Traffic, at: datetime
) -> ChannelState:
    try:
        adapter = adapter_for(channel.kind)
        label, icon = adapter.label, adapter.icon
    except UnknownChannelKind:
        label, icon = channel.kind, "alert"
    tone, words = _standing(channel, row, at)
    is_told = bool(row and channel.is_active and row.state in {Connection.State.AWAY, Connection.State.REVOKED})
    return ChannelState(
        channel=channel,
        label=label,
        icon=icon,
        is_transport=registry.find(channel.kind) is not None,
        tone=tone,
        words=words,
        details=row.words if row and is_told else "",
        since=row.since if row and channel.is_active else None,
        traffic=passing,
        pending=counts.get((channel.pk, Arrival.State.PENDING), 0),
        quarantined=counts.get((channel.pk, Arrival.State.QUARANTINED), 0),
        refused=row.refused if row else 0,
        refused_at=row.refused_at if row else None,
        refused_words=row.refused_words if row else "",
    )


def _standing(channel: Channel, row: Connection | None, at: datetime) -> tuple[str, str]:
    state = row.state if row else Connection.State.IDLE
    if not channel.is_active:
        return "", _("Switched off")
    if state == Connection.State.REVOKED:
        return "late", _("Access refused")
    if state == Connection.State.AWAY or (channel.paused_until and channel.paused_until > at):
        return "risk", _("Provider away")
    if state == Connection.State.CONNECTED:
        return "done", _("Connected")
    return "done", _("In use")
