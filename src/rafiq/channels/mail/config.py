"""What a mail channel's settings and secrets say, with the usual values where they say nothing."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from rafiq.inbox.models import Channel
from rafiq.platform import secrets, text

PORTS = {
    ("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "none"): 143,
    ("smtp", "tls"): 465, ("smtp", "starttls"): 587, ("smtp", "none"): 25,
}  # fmt: skip
MOST_BYTES = 64 * 1024 * 1024
CONNECT_SECONDS, READ_SECONDS = 20, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One mailbox or address; `aliases` are its other addresses, one a line.

    Modes of encryption are `tls` (from the first octet), `starttls` and `none`. `start` says whether mail that was
    in the mailbox already is taken in (`all`) or only what comes (`new`).
    """

    address: str = ""
    aliases: str = ""
    sender_name: str = ""
    sender_name_fa: str = ""
    sender_name_ar: str = ""
    sender_name_en: str = ""
    inbound: str = "none"
    imap_host: str = ""
    imap_port: int = 0
    imap_security: str = "tls"
    imap_user: str = ""
    imap_folder: str = "INBOX"
    imap_junk: str = ""
    start: str = "all"
    outbound: str = "smtp"
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_security: str = "starttls"
    smtp_user: str = ""
    provider_domain: str = ""
    provider_url: str = ""
    signature: str = ""
    plus_addresses: bool = True
    quote: bool = True
    authserv_id: str = ""
    certificate: str = ""
    most_bytes: int = MOST_BYTES
    imap_password: str = field(default="", repr=False)
    smtp_password: str = field(default="", repr=False)
    provider_key: str = field(default="", repr=False)

    @classmethod
    def read(cls, settings: Mapping[str, Any], secret: str = "") -> Self:
        """Read a channel's settings and its decrypted secret (a JSON object); what is unknown is passed over."""
        known = {one.name for one in fields(cls)}
        given = {**settings, **_secrets(secret)}
        values = {name: value for name, value in given.items() if name in known and value not in (None, "")}
        return cls(**values)

    @classmethod
    def of(cls, channel: Channel) -> Self:
        """Read a channel's own.

        Raises:
            rafiq.platform.secrets.Unreadable: if its secret is another installation's.
        """
        return cls.read(channel.settings, secrets.decrypt(channel.secret) if channel.secret else "")

    @property
    def domain(self) -> str:
        """The part of the address behind the @."""
        return self.address.rpartition("@")[2] or "localhost"

    @property
    def addresses(self) -> frozenset[str]:
        """All addresses that are this channel, in normal form."""
        return frozenset(filter(None, map(text.normal_email, (self.address, *self.aliases.split()))))

    @property
    def folders(self) -> tuple[str, ...]:
        """The mailbox's folders that are watched, the main one first."""
        return tuple(filter(None, (self.imap_folder, self.imap_junk)))

    def port(self, protocol: str) -> int:
        """Return the port of `imap` or `smtp`, the usual one where none is given."""
        given, security = (
            (self.imap_port, self.imap_security) if protocol == "imap" else (self.smtp_port, self.smtp_security)
        )
        return given or PORTS[protocol, security]

    def name_in(self, language: str) -> str:
        """Return the name letters come from, in a language where there is one for it."""
        own = {"fa": self.sender_name_fa, "ar": self.sender_name_ar, "en": self.sender_name_en}
        return own.get(language) or self.sender_name

    def tls(self) -> ssl.SSLContext:
        """Make the context of an encrypted connection: certificates are checked, always."""
        context = ssl.create_default_context()
        if self.certificate:
            context.load_verify_locations(cadata=self.certificate)
        return context


def _secrets(secret: str) -> dict[str, Any]:
    try:
        known = json.loads(secret) if secret else {}
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}
