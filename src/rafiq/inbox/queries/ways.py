"""How a customer can be answered: every thread a conversation has run through, and every address they are known by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.db.models.expressions import RawSQL

from rafiq.customers.models import Customer, Identity
from rafiq.inbox import registry
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Channel, Conversation

# Correlated with a row of inbox_conversation, so that they can stand in any statement about one.
_THREADS = """
    SELECT run.channel_id, run.thread, run.used, heard.id AS heard, heard.extras -> 'from' AS "from"
    FROM (
        SELECT said.channel_id, coalesce(nullif(said.thread, ''), inbox_conversation.thread) AS thread,
               max(said.id) AS used, max(said.id) FILTER (WHERE kind = 'INBOUND') AS heard_id
        FROM inbox_message AS said WHERE said.conversation_id = inbox_conversation.id AND kind <> 'NOTE'
        GROUP BY 1, 2
    ) AS run
    LEFT JOIN inbox_message AS heard ON heard.id = run.heard_id
"""
_PARTS = (
    "SELECT id, kind, name, paused_until IS NOT NULL AS is_away FROM inbox_channel WHERE is_active ORDER BY id",
    _THREADS,
    """SELECT line.channel_id, line.thread FROM inbox_line AS line WHERE line.conversation_id = inbox_conversation.id
       ORDER BY line.used_at DESC""",
    """SELECT kind, value, label, is_verified FROM customers_identity AS known
       WHERE known.customer_id = inbox_conversation.customer_id ORDER BY is_verified DESC, known.id""",
    "SELECT preferred_kind FROM customers_customer AS asked WHERE asked.id = inbox_conversation.customer_id",
)
_LISTED = "(SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM ({part}) AS one)"
_FIND = ", ".join(_LISTED.format(part=part) for part in _PARTS)
FOUND = RawSQL(f"json_build_array({_FIND})", [])  # noqa: S611  # constants only

type Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the database knows of a conversation's ways."""

    channels: dict[int, dict[str, Any]]
    threads: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    identities: list[dict[str, Any]]
    preferred: str


def ways(conversation: Conversation) -> list[Way]:
    """List how its customer can be answered, by one statement; the first is the way an answer goes by itself.

    That is where the customer last wrote, unless they asked for another kind of channel and can be reached there.
    Then come the other threads of this conversation, the latest heard from first, then addresses nothing was
    written to in it, those that are only claimed last. Channels that are switched off lead nowhere.
    """
    stored = Conversation.objects.filter(pk=conversation.pk).annotate(found=FOUND).values_list("found", flat=True)
    return read(conversation, stored.get())


def read(conversation: Conversation, stored: Any) -> list[Way]:  # noqa: ANN401  # JSON
    """List the ways out of what `FOUND` found; see `ways`."""
    found = _found(stored)
    heard = {_key(one): one["heard"] or 0 for one in found.threads}
    listed = sorted(_listed(conversation, found), key=lambda way: -heard.get((way.channel_id, way.thread), 0))
    preferred = [way for way in listed if way.kind == found.preferred]
    if preferred:
        first = next((way for way in preferred if way.is_verified), None) or preferred[0]
        listed = [first, *(way for way in listed if way is not first)]
    return listed


def ways_to(customer_id: int) -> list[Way]:
    """List how somebody can be written to before they said anything: their addresses, by three statements.

    The kind of channel they asked for comes first, then what is verified.
    """
    channels = [one for one in Channel.objects.filter(is_active=True).order_by("pk") if registry.knows(one.kind)]
    known = {
        one.pk: {"id": one.pk, "kind": one.kind, "name": one.name, "is_away": one.paused_until is not None}
        for one in channels
    }
    identities = Identity.objects.filter(customer=customer_id).order_by("-is_verified", "pk")
    preferred = Customer.objects.filter(pk=customer_id).values_list("preferred_kind", flat=True).first() or ""
    values = [dict(one) for one in identities.values("kind", "value", "label", "is_verified")]
    found = _Found(known, [], [], values, preferred)
    listed = [
        _way(key, address, known[key[0]], is_verified=is_verified)
        for key, (address, is_verified) in _reached(found).items()
    ]
    return sorted(listed, key=lambda way: way.kind != preferred)


def led_by(customer_id: int, way: Way) -> str:
    """Name the identity of a customer that a way of `ways_to` leads to, as `Conversation.begun_by` keeps it."""
    reached = registry.adapter_for(way.kind).threads
    identities = Identity.objects.filter(customer=customer_id).order_by("-is_verified", "pk")
    for kind, value, is_verified in identities.values_list("kind", "value", "is_verified"):
        if any(thread == way.thread for thread, *_ in reached([(kind, value, is_verified)])):
            return f"{kind} {value}"
    return ""


def _found(stored: Any) -> _Found:  # noqa: ANN401  # JSON
    channels, threads, lines, identities, preferred = json.loads(stored) if isinstance(stored, str) else stored
    by_id = {one["id"]: one for one in channels if registry.knows(one["kind"])}
    return _Found(by_id, threads, lines, identities, preferred[0]["preferred_kind"] if preferred else "")


def _listed(conversation: Conversation, found: _Found) -> Iterator[Way]:
    """Give every way once: threads of the conversation, then addresses that none of them leads to."""
    reached = _reached(found)
    own = {"channel_id": conversation.channel_id, "thread": conversation.thread}
    met: set[Key] = set()
    addresses: set[Key] = set()
    for one in [*sorted(found.threads, key=lambda one: -one["used"]), own, *found.lines]:
        if _key(one) in met or one["channel_id"] not in found.channels:
            continue
        met.add(_key(one))
        way = _thread_way(one, found.channels[one["channel_id"]], reached.get(_key(one)))
        addresses.add((way.channel_id, way.address.casefold()))
        yield way
    for key, (address, is_verified) in reached.items():
        if key not in met and (key[0], address.casefold()) not in addresses:
            yield _way(key, address, found.channels[key[0]], is_verified=is_verified)


def _reached(found: _Found) -> dict[Key, tuple[str, bool]]:
    """Ask every kind of channel where it can reach these identities; verified ones stand first."""
    known = [(one["kind"], one["value"], one["is_verified"]) for one in found.identities]
    labels = {one["value"]: one["label"] for one in found.identities if one["label"]}
    by_kind = {kind: registry.adapter_for(kind).threads(known) for kind in {c["kind"] for c in found.channels.values()}}
    reached = [
        ((channel_id, thread), (labels.get(address, address), is_verified))
        for channel_id, channel in found.channels.items()
        for thread, address, is_verified in by_kind[channel["kind"]]
    ]
    return dict(sorted(reached, key=lambda one: not one[1][1]))


def _thread_way(one: dict[str, Any], channel: dict[str, Any], reached: tuple[str, bool] | None) -> Way:
    """Name a thread by the address it leads to; where the customer wrote from, the address is theirs."""
    was_heard = bool(one.get("heard"))
    address = reached[0] if reached else sender_of(one.get("from")) or channel["name"]
    return _way(_key(one), address, channel, is_verified=was_heard or reached is None or reached[1])


def sender_of(given: Any) -> str:  # noqa: ANN401  # JSON, as a channel kept it
    """Read the address a message says it is from: `a@b`, `Name <a@b>`, a list of such, or an object with one."""
    match given:
        case [first, *_]:
            return sender_of(first)
        case {"address": str(address)} | {"email": str(address)} | {"name": str(address)}:
            return address
        case str():
            return parseaddr(given)[1] if "@" in given and "<" in given else given
        case _:
            return ""


def _way(key: Key, address: str, channel: dict[str, Any], *, is_verified: bool) -> Way:
    return Way(
        channel_id=key[0], thread=key[1], address=address, is_verified=is_verified,
        kind=channel["kind"], channel_name=channel["name"], is_away=channel["is_away"],
    )  # fmt: skip


def _key(one: dict[str, Any]) -> Key:
    return one["channel_id"], one["thread"]
