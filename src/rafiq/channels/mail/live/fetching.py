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
from django.utils.translation import gettext_noop
from imapclient.exceptions import IMAPClientError

from rafiq.channels.mail.config import Config
from rafiq.channels.mail.live import asking, mailbox
from rafiq.channels.mail.live.mailbox import Folder, Found
from rafiq.channels.transport import cursors, journal, unreached
from rafiq.channels.transport.contracts import NotNow, RawItem, Tally, Unreadable
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Channel

GONE = gettext_noop("This mail is not in the mailbox any more, or came again under another number.")
MOST_NAMED = 100
LOOKED_AT = 500


def take(channel_id: int, config: Config, folder: Folder, *, lock: threading.Lock, stop: threading.Event) -> int:
    """Journal what is new in a folder, batch by batch, each with its place; return how many were new.

    A mail that the server does not give out is set aside. Where the connection ended over it, all that was listed
    with it is taken before this ends too.
    """
    with lock:
        place = _place(channel_id, folder, config)
    taken = 0
    for uids in folder.newer_than(place["uid"]):
        for looked in _batches(uids):
            lacked = False
            wanted = [one for one in asking.look(folder, config, looked) if _is_wanted(one, place, folder)]
            for items in asking.items(folder, config, wanted):
                if stop.is_set():
                    return taken
                with lock, transaction.atomic():
                    taken += journal.journal(channel_id, items, at=datetime.now(UTC))
                    last = _uid(items[-1]) if items else place["uid"]
                    _save(channel_id, folder, place | {"uid": max(last, place["uid"])})
                lacked = lacked or any(one.aside for one in items)
            place["uid"] = looked[-1]
            with lock:
                _save(channel_id, folder, place)
            if lacked:
                folder.client.noop()  # tells whether the connection ended: the next one goes on from here
    return taken


def tally(channel: Channel, config: Config, since: datetime) -> Tally:
    """Compare what the folders hold with the journal."""
    on_server = 0
    missing: list[str] = []
    for name in config.folders:
        with mailbox.opened(config, name) as folder:
            found = _wanted_since(channel.pk, config, folder, since)
            lacking = _lacking(channel.pk, folder, found)
            on_server += len(found)
            named = lacking[: MOST_NAMED - len(missing)]
            missing += asking.subjects(folder, config, named) + [""] * (len(lacking) - len(named))
    named_missing = tuple(one for one in missing if one)[:MOST_NAMED]
    return Tally(since=since, on_server=on_server, here=on_server - len(missing), missing=named_missing)


def fetch_missing(channel: Channel, config: Config, since: datetime) -> int:
    """Journal what the folders hold since a moment and the journal has not; return how many."""
    taken = 0
    for name in config.folders:
        with mailbox.opened(config, name) as folder:
            lacking = _lacking(channel.pk, folder, _wanted_since(channel.pk, config, folder, since))
            for items in asking.items(folder, config, lacking):
                at = datetime.now(UTC)
                given = [one for one in items if not one.aside]
                new = [one for one in given if not journal.fill(channel.pk, one, at=at)]
                taken += len(given) - len(new) + journal.journal(channel.pk, new, at=at)
                journal.journal(channel.pk, [one for one in items if one.aside], at=at)
    return taken


def refetch(config: Config, item: RawItem) -> RawItem:
    """Ask again for a mail that the server did not give out.

    Raises:
        Unreadable: if it still does not, or the mail is not there any more.
        NotNow: if the server is away.
    """
    if config.inbound != "imap":
        raise Unreadable(GONE)
    try:
        with mailbox.opened(config, item.meta["folder"]) as folder:
            uid = _uid(item)
            found = asking.look(folder, config, [uid]) if folder.key(uid) == item.key else []
            fetched = next((one for items in asking.items(folder, config, found) for one in items), None)
    except (OSError, IMAPClientError) as error:
        raise NotNow(unreached.kept(error)) from error
    if fetched is None:
        raise Unreadable(GONE)
    if fetched.aside:
        raise Unreadable(fetched.aside)
    return fetched


def _wanted_since(channel_id: int, config: Config, folder: Folder, since: datetime) -> list[Found]:
    place = cursors.read(channel_id).get("folders", {}).get(folder.name, {})
    found = [one for uids in _batches(folder.since(since)) for one in asking.look(folder, config, uids)]
    return [one for one in found if one.came_at >= since and _is_wanted(one, place, folder)]


def _lacking(channel_id: int, folder: Folder, found: Sequence[Found]) -> list[Found]:
    keys = {folder.key(one.uid): one for one in found}
    known = Arrival.objects.filter(channel=channel_id, key__in=list(keys)).exclude(journal.is_unfetched())
    here = set(known.values_list("key", flat=True))
    return [one for key, one in keys.items() if key not in here]


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), LOOKED_AT):
        yield uids[start : start + LOOKED_AT]


def _uid(item: RawItem) -> int:
    return int(item.key.rpartition(":")[2])


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
