"""Fetching received messages: `sms/receive` hands out a hundred unread ones at a time, and calls them read."""

from __future__ import annotations

import asyncio
import functools
import json
from datetime import UTC, datetime
from typing import Final

from rafiq.channels.sms.database import in_database
from rafiq.channels.sms.kavenegar.client import REVOKED, Client, Later, entries
from rafiq.channels.transport import connections
from rafiq.channels.transport.contracts import AccessRevoked, RawItem
from rafiq.channels.transport.journal import journal
from rafiq.inbox.models import Channel

PAUSE_SECONDS: Final = 30.0
PAGE: Final = 100


async def poll(channel: Channel, client: Client) -> None:
    """Fetch until cancelled. The first round looks at what is called read too: a crash may have come between.

    Raises:
        AccessRevoked: if the key is not accepted.
        DeliveryFailed: if another try makes sense.
    """
    pause = float(channel.settings.get("poll_seconds", PAUSE_SECONDS))
    is_first = True
    while True:
        try:
            await in_database(functools.partial(_round, channel, client, is_read=is_first))
        except Later as error:
            if error.status in REVOKED:
                raise AccessRevoked(error.reason) from error
            raise
        is_first = False
        await asyncio.sleep(pause)


def fetch(channel: Channel, client: Client, *, is_read: bool) -> int:
    """Journal what was received; return how many messages were new.

    Raises:
        DeliveryFailed: if Kavenegar does not give it.
    """
    values: dict[str, str | int] = {"linenumber": str(channel.settings.get("line", "")), "isread": int(is_read)}
    new = 0
    while True:
        found = entries(client.call("sms/receive", values))
        items = [
            RawItem(key=f"in:{one['messageid']}", body=json.dumps(one, ensure_ascii=False).encode())
            for one in found
            if one.get("messageid")
        ]
        new += journal(channel.pk, items, at=datetime.now(UTC))
        if is_read or len(found) < PAGE:
            return new


def _round(channel: Channel, client: Client, *, is_read: bool) -> None:
    if is_read:
        fetch(channel, client, is_read=True)
    fetch(channel, client, is_read=False)
    connections.connected(channel.pk)
