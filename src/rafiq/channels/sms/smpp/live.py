"""Listening: a bind is held, and what the centre delivers is journaled before it is acknowledged.

The protocol gives what it delivers no name, and a centre that missed an acknowledgement delivers again on the next
connection. So every item is named by its content and a number. What came last on a connection that broke, and was
not yet known to be acknowledged, is recognised when it comes once more; anything else that reads the same is new:
a customer may well write "OK" twice.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from rafiq.channels.sms import base
from rafiq.channels.sms.database import in_database
from rafiq.channels.sms.smpp import pool
from rafiq.channels.sms.smpp.errors import words_of
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.smpp.pdu import Command, Pdu, Status
from rafiq.channels.sms.smpp.session import Refused, Session
from rafiq.channels.transport import connections, cursors
from rafiq.channels.transport.contracts import AccessRevoked, RawItem
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Channel

REFUSING: Final = {Status.RINVPASWD, Status.RINVSYSID}
MOST_UNSURE: Final = 20_000
# Centres deliver again within minutes. What reads the same after that is the customer's own repetition.
UNSURE: Final = timedelta(minutes=15)


class Listener:
    """One attempt to listen, from connecting until the connection is lost."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.link = Link.of(channel.settings, base.secret_of(channel))
        self._unsure: dict[str, list[str]] = {}
        self._began_at = _now()

    async def listen(self) -> None:
        """Hold a bind until it is lost.

        Raises:
            AccessRevoked: if the centre does not know us (any more).
            OSError, LineLost, Refused: if another try makes sense.
        """
        self._unsure = await in_database(self._load_unsure)
        session = Session(self.link, keep=self._keep, sure=self._sure, clock=_now)
        is_both = self.link.bind == "transceiver"
        try:
            await session.open(Command.BIND_TRANSCEIVER if is_both else Command.BIND_RECEIVER)
        except Refused as error:
            if error.status in REFUSING:
                raise AccessRevoked(words_of(error.status)) from error
            raise
        if is_both:
            pool.lend(self.channel.pk, session)
        try:
            await in_database(lambda: connections.connected(self.channel.pk))
            await session.until_lost()
        finally:
            pool.take_back(self.channel.pk, session)
            await session.close()

    async def _keep(self, units: Sequence[Pdu]) -> None:
        now = _now()
        items = [self._item(unit, now) for unit in units]
        try:
            await in_database(lambda: journal(self.channel.pk, items, at=now))
        except BaseException:  # perhaps they stand there nevertheless: delivered again, they get the same names
            for item in items:
                self._unsure.setdefault(item.key.partition(":")[0], []).append(item.key)
            raise

    def _item(self, unit: Pdu, now: datetime) -> RawItem:
        content = content_of(unit)
        before = self._unsure.get(content)
        key = before.pop() if before else f"{content}:{secrets.token_hex(6)}"
        return RawItem(key=key, body=unit.encode(), meta={"at": now.isoformat()})

    async def _sure(self, at: datetime) -> None:
        """Note that acknowledgements have arrived, once what earlier connections left unsure is settled."""
        if at - self._began_at > UNSURE:
            self._unsure = {}
        if not any(self._unsure.values()):
            await in_database(lambda: cursors.save(self.channel.pk, {"sure_at": at.isoformat()}))

    def _load_unsure(self) -> dict[str, list[str]]:
        """Find what came on earlier connections without its acknowledgement being known to have arrived."""
        sure_at = cursors.read(self.channel.pk).get("sure_at")
        found = Arrival.objects.filter(channel=self.channel)
        if sure_at:
            found = found.filter(arrived_at__gt=datetime.fromisoformat(str(sure_at)))
        unsure: dict[str, list[str]] = defaultdict(list)
        for key in found.order_by("-pk").values_list("key", flat=True)[:MOST_UNSURE]:
            unsure[key.partition(":")[0]].append(key)
        return unsure


def content_of(unit: Pdu) -> str:
    """Name a unit by what it says; its sequence number differs each time it is delivered."""
    return hashlib.sha256(unit.command.to_bytes(4) + unit.body).hexdigest()[:40]


def _now() -> datetime:
    return datetime.now(UTC)
