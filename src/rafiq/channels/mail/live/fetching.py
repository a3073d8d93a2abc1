"""Brings what is new in a folder into the journal, and compares the two.

The cursor is (UIDVALIDITY, UID): however long we were away, all that came meanwhile is above it. When a server gives
a folder a new UIDVALIDITY all of it comes again, under new keys; what was taken in before is known by its content.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from rafiq.channels.mail.config import Config
from rafiq.channels.mail.live import mailbox
from rafiq.channels.mail.live.mailbox import Folder, Found
from rafiq.channels.transport import cursors, journal
from rafiq.channels.transport.contracts import Tally
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Channel

MOST_NAMED = 100
LOOKED_AT = 500


def take(channel_id: int, config: Config, folder: Folder, *, lock: threading.Lock, stop: threading.Event) -> int:
    """Journal what is new in a folder, batch by batch, each with its place; return how many were new."""
    with lock:
        place = _place(channel_id, folder, config)
    taken = 0
    for uids in folder.newer_than(place["uid"]):
        for start in range(0, len(uids), LOOKED_AT):
            looked = uids[start : start + LOOKED_AT]
            wanted = [one for one in folder.look(looked) if _is_wanted(one, place, folder)]
            for items in folder.items(wanted, most_bytes=config.most_bytes):
                if stop.is_set():
                    return taken
                with lock, transaction.atomic():
                    taken += journal.journal(channel_id, items, at=datetime.now(UTC))
                    last = int(items[-1].key.rpartition(":")[2]) if items else place["uid"]
                    _save(channel_id, folder, place | {"uid": max(last, place["uid"])})
            place["uid"] = looked[-1]
            with lock:
                _save(channel_id, folder, place)
    return taken


def tally(channel: Channel, config: Config, since: datetime) -> Tally:
    """Compare what the folders hold with the journal."""
    on_server = 0
    missing: list[str] = []
    with mailbox.connected(config) as client:
        for folder in _folders(client, config):
            place = cursors.read(channel.pk).get("folders", {}).get(folder.name, {})
            found = [one for one in folder.since(since) if _is_wanted(one, place, folder)]
            lacking = _lacking(channel.pk, folder, found)
            on_server += len(found)
            named = [one.uid for one in lacking[: MOST_NAMED - len(missing)]]
            missing += folder.subjects(named) + [""] * (len(lacking) - len(named))
    named_missing = tuple(one for one in missing if one)[:MOST_NAMED]
    return Tally(since=since, on_server=on_server, here=on_server - len(missing), missing=named_missing)


def fetch_missing(channel: Channel, config: Config, since: datetime) -> int:
    """Journal what the folders hold since a moment and the journal has not; return how many."""
    taken = 0
    with mailbox.connected(config) as client:
        for folder in _folders(client, config):
            place = cursors.read(channel.pk).get("folders", {}).get(folder.name, {})
            found = [one for one in folder.since(since) if _is_wanted(one, place, folder)]
            for items in folder.items(_lacking(channel.pk, folder, found), most_bytes=config.most_bytes):
                taken += journal.journal(channel.pk, items, at=datetime.now(UTC))
    return taken


def _folders(client: Any, config: Config) -> Iterator[Folder]:  # noqa: ANN401  # imapclient has no types
    for name in config.folders:
        yield Folder(client, name, is_main=name == config.imap_folder, is_junk=name != config.imap_folder)


def _lacking(channel_id: int, folder: Folder, found: Sequence[Found]) -> list[Found]:
    keys = {folder.key(one.uid): one for one in found}
    known = set(Arrival.objects.filter(channel=channel_id, key__in=list(keys)).values_list("key", flat=True))
    return [one for key, one in keys.items() if key not in known]


def _place(channel_id: int, folder: Folder, config: Config) -> dict[str, Any]:
    """Return where we are in a folder. At first: at its beginning, or at its end where only new mail is wanted."""
    place: dict[str, Any] = cursors.read(channel_id).get("folders", {}).get(folder.name, {})
    if not place and config.start == "new":
        last = max(folder.next_uid - 1, 0)
        place = {"from": datetime.now(UTC).isoformat(), "above": [folder.validity, last], "uid": last}
    elif place.get("validity") != folder.validity:
        place = {**place, "uid": 0}
    place = {**place, "validity": folder.validity}
    _save(channel_id, folder, place)
    return place


def _is_wanted(found: Found, place: dict[str, Any], folder: Folder) -> bool:
    """Test whether a mail came after the moment from which on mail is taken in.

    UIDs tell for sure. Only where the server counts anew its clock must do, which may be slow, and knows no fractions.
    """
    validity, last = place.get("above", (None, 0))
    if validity == folder.validity:
        return found.uid > int(last)
    return "from" not in place or found.came_at >= datetime.fromisoformat(place["from"])


def _save(channel_id: int, folder: Folder, place: dict[str, Any]) -> None:
    known = cursors.read(channel_id)
    cursors.save(channel_id, {**known, "folders": {**known.get("folders", {}), folder.name: place}})
