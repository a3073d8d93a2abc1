"""How a customer can be answered: every thread a conversation has run through, and every address they are known by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from rafiq.inbox import registry
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Conversation

_THREADS = """
    SELECT run.channel_id, run.thread, run.used, heard.id AS heard, heard.extras -> 'from' AS "from"
    FROM (
        SELECT channel_id, coalesce(nullif(thread, ''), %(thread)s) AS thread, max(id) AS used,
               max(id) FILTER (WHERE kind = 'INBOUND') AS heard_id
        FROM inbox_message WHERE conversation_id = %(conversation)s AND kind <> 'NOTE'
        GROUP BY 1, 2
    ) AS run
    LEFT JOIN inbox_message AS heard ON heard.id = run.heard_id
"""
_PARTS = (
    "SELECT id, kind, name, paused_until IS NOT NULL AS is_away FROM inbox_channel WHERE is_active ORDER BY id",
    _THREADS,
    "SELECT channel_id, thread FROM inbox_line WHERE conversation_id = %(conversation)s ORDER BY used_at DESC",
    """SELECT kind, value, label, is_verified FROM customers_identity WHERE customer_id = %(customer)s
       ORDER BY is_verified DESC, id""",
    "SELECT preferred_kind FROM customers_customer WHERE id = %(customer)s",
)
_LISTED = "(SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM ({part}) AS one)"
_FIND = "SELECT " + ", ".join(_LISTED.format(part=part) for part in _PARTS)  # constants only

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
    found = _find(conversation)
    heard = {_key(one): one["heard"] or 0 for one in found.threads}
    listed = sorted(_listed(conversation, found), key=lambda way: -heard.get((way.channel_id, way.thread), 0))
    preferred = [way for way in listed if way.kind == found.preferred]
    if preferred:
        first = next((way for way in preferred if way.is_verified), None) or preferred[0]
        listed = [first, *(way for way in listed if way is not first)]
    return listed


def _find(conversation: Conversation) -> _Found:
    about: dict[str, int | str] = {
        "thread": conversation.thread,
        "conversation": conversation.pk,
        "customer": conversation.customer_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, about)
        channels, threads, lines, identities, preferred = map(_plain, cursor.fetchone() or ())
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
    """Read who a message says it is from: an address, or one with a name."""
    if isinstance(given, dict):
        return str(given.get("address") or given.get("name") or "")
    return given if isinstance(given, str) else ""


def _way(key: Key, address: str, channel: dict[str, Any], *, is_verified: bool) -> Way:
    return Way(
        channel_id=key[0], thread=key[1], address=address, is_verified=is_verified,
        kind=channel["kind"], channel_name=channel["name"], is_away=channel["is_away"],
    )  # fmt: skip


def _key(one: dict[str, Any]) -> Key:
    return one["channel_id"], one["thread"]


def _plain(value: Any) -> Any:  # noqa: ANN401  # JSON
    return json.loads(value) if isinstance(value, str) else value
