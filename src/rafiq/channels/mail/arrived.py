"""A mail that was read, with all that decides what becomes of it: who wrote it, when it came, what sort it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rafiq.channels.mail import addresses, letters, reading
from rafiq.channels.mail.config import Config
from rafiq.channels.mail.reading.model import Address, Kind, Mail
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Channel
from rafiq.platform import text

# What servers and lists write about the way a mail took; it is not for reading, so the reader passes it over.
_HEADER: Final = re.compile(
    rb"^(delivered-to|x-original-to|envelope-to|list-post|x-rafiq-letter):[ \t]*([^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_ADDRESS: Final = re.compile(r"[^\s<>\"(),:;]+@[^\s<>\"(),:;]+")
LONGEST_HEAD = 256 * 1024
EARLIER, LATER = timedelta(days=30), timedelta(minutes=10)
ROBOTS: Final = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE, Kind.LOOP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way a mail took: where it was delivered, the list it came over, whether it bears our own mark."""

    delivered: tuple[str, ...] = ()
    list_address: str = ""
    is_ours: bool = False

    @staticmethod
    def of(item: RawItem) -> Way:
        """Read it off the headers and the envelope."""
        end = _END_OF_HEAD.search(item.body[:LONGEST_HEAD])
        found: dict[str, list[str]] = {}
        for name, value in _HEADER.findall(item.body[: end.start() if end else LONGEST_HEAD]):
            found.setdefault(name.decode().lower(), []).append(value.decode(errors="replace"))
        delivered = [one for name in ("delivered-to", "x-original-to", "envelope-to") for one in found.get(name, [])]
        envelope = [str(one) for one in item.meta.get("recipients", [])]
        return Way(
            delivered=tuple(envelope + [address for line in delivered for address in _ADDRESS.findall(line)]),
            list_address=next(iter(_ADDRESS.findall(" ".join(found.get("list-post", [])))), ""),
            is_ours=any(map(addresses.is_our_mark, found.get("x-rafiq-letter", []))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One mail as it came to a channel. `sender` is the normal address it is from, "" where it has none."""

    channel: Channel
    config: Config
    item: RawItem
    mail: Mail
    way: Way
    external_id: str
    sender: str
    came_at: datetime

    @property
    def author(self) -> Address:
        """Who it is from, as it says itself."""
        return next(iter((*self.mail.from_, *self.mail.sender, *self.mail.reply_to)), Address("", ""))

    @property
    def said_at(self) -> datetime:
        """When it was written, as far as that can be believed: never after it came, never long before."""
        date = self.mail.date
        if date is None or not self.came_at - EARLIER <= date <= self.came_at + LATER:
            return self.came_at
        return min(date, self.came_at)

    @property
    def recipients(self) -> list[str]:
        """All addresses it was meant for or delivered to."""
        return [*self.way.delivered, *(one.email for one in (*self.mail.to, *self.mail.cc))]

    @property
    def is_loop(self) -> bool:
        """Test whether it is one of our own letters that came back."""
        is_ours = self.way.is_ours or addresses.is_our_message_id(self.mail.message_id)
        return self.mail.kind == Kind.LOOP or (is_ours and self.mail.kind != Kind.BOUNCE)

    @property
    def is_automatic(self) -> bool:
        """Test whether no person wrote it to us. A list that is one of our own addresses is a way to us like any."""
        if self.is_loop or self.mail.kind in ROBOTS:
            return True
        own = {addresses.without_plus(one) for one in self.config.addresses}
        return self.mail.kind == Kind.LIST and (text.normal_email(self.way.list_address) or "") not in own

    @property
    def is_proven_false(self) -> bool:
        """Test whether the server we trust says that it is not from whom it says."""
        return is_trusted(self.config, self.mail) and self.mail.auth.dmarc == "fail"


def read(channel: Channel, item: RawItem) -> Arrived:
    """Read one item as a mail."""
    mail = reading.read(item.body)
    author = next(iter((*mail.from_, *mail.sender, *mail.reply_to)), Address("", ""))
    stable = [author.email, mail.subject, mail.date.isoformat() if mail.date else ""]
    return Arrived(
        channel=channel, config=Config.read(channel.settings), item=item, mail=mail, way=Way.of(item),
        external_id=letters.external_id(item.body, rfc_id=mail.message_id, stable=stable),
        sender=text.normal_email(author.email) or "", came_at=_came_at(channel, item),
    )  # fmt: skip


def is_trusted(config: Config, mail: Mail) -> bool:
    """Test whether what was found out about the sender was written by the server this channel trusts."""
    return bool(config.authserv_id) and mail.auth.server.lower() == config.authserv_id.lower()


def _came_at(channel: Channel, item: RawItem) -> datetime:
    """Tell when a mail came: as its server says, else when it was journaled."""
    if said := item.meta.get("received_at"):
        return datetime.fromisoformat(said)
    return Arrival.objects.values_list("arrived_at", flat=True).get(channel=channel, key=item.key)
