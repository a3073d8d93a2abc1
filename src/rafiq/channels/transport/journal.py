"""Everything raw is written down before it is understood; whoever received it may then forget it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q
from psycopg.types.json import Jsonb

from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival
from rafiq.platform import db

INLINE = 256 * 1024
MOST_KEY = 200
WAKE = "rafiq_arrivals"
FOLDER = "arrivals"
UNFETCHED = "unfetched"  # in `meta`: why the provider did not give the item out

_INSERT = """
    INSERT INTO transport_arrival
        (channel_id, key, body, path, size, meta, state, reason, note, attempts, arrived_at, due_at)
    SELECT %s, new.*, '', 0, %s, %s
    FROM unnest(%s::text[], %s::bytea[], %s::text[], %s::int[], %s::jsonb[], %s::text[], %s::text[]) AS new
    ON CONFLICT DO NOTHING RETURNING key
"""


class BodyGone(Exception):
    """The stored object that held an item's body is not there any more."""


def journal(channel_id: int, items: Sequence[RawItem], *, at: datetime) -> int:
    """Write raw items down and wake the loop that takes them in; return how many were new.

    One transaction: when this returns, the provider may be told that all of it was taken. Items whose key is known
    change nothing. Whatever a provider may send can be written: what PostgreSQL cannot store in keys and `meta`
    (NUL, half surrogates) is replaced.
    """
    first: dict[str, RawItem] = {}
    for item in items:
        first.setdefault(normal_key(item.key), item)
    new = _unknown(channel_id, first)
    if not new:
        return 0
    paths = {key: _put_aside(item.body, at) for key, item in new.items() if len(item.body) > INLINE}
    # After an error nobody knows whether it was committed: then bodies stay, and housekeeping looks for orphans.
    with transaction.atomic():
        written = _write(channel_id, new, paths, at)
    for key in paths.keys() - written:
        default_storage.delete(paths[key])
    return len(written)


def fill(channel_id: int, item: RawItem, *, at: datetime) -> bool:
    """Give an item the body it was journaled without and let it be read; tell whether it still lacked one."""
    lacking = Arrival.objects.filter(is_unfetched(), channel=channel_id, key=normal_key(item.key))
    if not lacking.exists():
        return False
    path = _put_aside(item.body, at) if len(item.body) > INLINE else ""
    with transaction.atomic():
        filled = lacking.update(
            body=b"" if path else item.body, path=path, size=len(item.body), meta=_meta(item),
            state=Arrival.State.PENDING, reason="", due_at=at, done_at=None, attempts=0, begun=0,
        )  # fmt: skip
        _wake()
    if path and not filled:
        default_storage.delete(path)
    return bool(filled)


def is_unfetched() -> Q:
    """Choose the items that the provider has not given out so far; not those that were dismissed."""
    return Q(meta__has_key=UNFETCHED, state__in=[Arrival.State.PENDING, Arrival.State.QUARANTINED])


def raw(arrival: Arrival) -> RawItem:
    """Return an item as it came.

    Raises:
        BodyGone: if its body was pruned or lost.
    """
    if arrival.is_pruned:
        raise BodyGone
    return RawItem(key=arrival.key, body=_body(arrival), meta=arrival.meta)


def normal_key(key: str) -> str:
    """Return the key as it stands in the journal: a long one is shortened so that it stays unlike all others."""
    clean: str = _clean(key)
    if len(clean) <= MOST_KEY:
        return clean
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
    return f"{clean[: MOST_KEY - len(digest) - 1]}~{digest}"


def discard_body(arrival: Arrival) -> None:
    """Throw an item's body away; the row is for the caller to change."""
    if arrival.path:
        default_storage.delete(arrival.path)


def _unknown(channel_id: int, items: dict[str, RawItem]) -> dict[str, RawItem]:
    """Leave out what is known, where that spares storing large bodies; the table itself takes nothing twice."""
    if all(len(item.body) <= INLINE for item in items.values()):
        return items
    known = set(Arrival.objects.filter(channel=channel_id, key__in=list(items)).values_list("key", flat=True))
    return {key: item for key, item in items.items() if key not in known}


def _write(channel_id: int, items: Mapping[str, RawItem], paths: Mapping[str, str], at: datetime) -> set[str]:
    values: list[Any] = [
        channel_id,
        at,
        at,
        db.texts(items),
        [b"" if key in paths else bytes(item.body) for key, item in items.items()],
        db.texts([paths.get(key, "") for key in items]),
        [len(item.body) for item in items.values()],
        [Jsonb(_meta(item)) for item in items.values()],
        [Arrival.State.QUARANTINED if item.aside else Arrival.State.PENDING for item in items.values()],
        db.texts([item.aside for item in items.values()]),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        written = {key for (key,) in cursor.fetchall()}
    if written:
        _wake()
    return written


def _wake() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE])


def _meta(item: RawItem) -> dict[str, Any]:
    found: dict[str, Any] = _clean(dict(item.meta) | ({UNFETCHED: item.unfetched} if item.aside else {}))
    return found


def _put_aside(body: bytes, at: datetime) -> str:
    path: str = default_storage.save(f"{FOLDER}/{at:%Y/%m}/item", ContentFile(body))
    return path


def _body(arrival: Arrival) -> bytes:
    if not arrival.path:
        return bytes(arrival.body)
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(default_storage.open(arrival.path))
        except FileNotFoundError as error:
            raise BodyGone from error
        return bytes(file.read())


def _clean(value: Any) -> Any:  # noqa: ANN401  # any JSON
    match value:
        case str():
            return value.replace("\0", "\ufffd").encode(errors="replace").decode()
        case Mapping():
            return {_clean(str(name)): _clean(one) for name, one in value.items()}
        case list() | tuple():
            return [_clean(one) for one in value]
        case _:
            return value
