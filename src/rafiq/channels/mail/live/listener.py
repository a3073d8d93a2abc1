"""The port at which other mail servers hand mail over: SMTP (RFC 5321) or LMTP (RFC 2033), for forwarding.

Off unless the operator names a port (`RAFIQ_SMTP_PORT`, `RAFIQ_LMTP_PORT`; `RAFIQ_MAIL_HOST`, else this machine only).
It takes mail for addresses of channels and for nobody else, so it relays nothing; and it says 250 only after the
journal's commit, so whoever hands mail over may forget it then and must keep it otherwise.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, override

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, InterfaceError, connection

from rafiq.channels.mail import addresses
from rafiq.channels.mail.config import MOST_BYTES, Config
from rafiq.channels.transport import connections, journal
from rafiq.channels.transport.contracts import RawItem
from rafiq.inbox.models import Channel
from rafiq.platform import text

logger = logging.getLogger(__name__)

AWAY = "451 4.3.0 Not now, please try again"
NOBODY = "550 5.1.1 No such address here"
MOST_RECIPIENTS, MOST_SESSIONS = 100, 50
LONGEST_LINE = 1024 * 1024  # more than allowed (1000): what other servers let through must not bounce here


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where to listen; 0 is off. `certificate` and `key` are PEM files, for STARTTLS."""

    host: str = "127.0.0.1"
    smtp: int = 0
    lmtp: int = 0
    certificate: str = ""
    key: str = ""
    most_bytes: int = MOST_BYTES

    @staticmethod
    def from_environment() -> Ports:
        """Read what the operator says."""
        said = os.environ.get
        return Ports(
            host=said("RAFIQ_MAIL_HOST", "") or "127.0.0.1", smtp=int(said("RAFIQ_SMTP_PORT", "") or 0),
            lmtp=int(said("RAFIQ_LMTP_PORT", "") or 0), certificate=said("RAFIQ_MAIL_CERTIFICATE", ""),
            key=said("RAFIQ_MAIL_KEY", ""),
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Test whether there is anything to listen at."""
        return bool(self.smtp or self.lmtp)


class _Counted(SMTP):
    """A session that counts: every one may hold a whole mail in memory, so there is an end to their number."""

    line_length_limit = LONGEST_LINE
    open_sessions: ClassVar[int] = 0
    is_counted = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if _Counted.open_sessions >= MOST_SESSIONS and isinstance(transport, asyncio.Transport):
            transport.write(b"421 4.3.2 Too many at once, please try again\r\n")
            transport.close()
            return
        if not self.is_counted:  # called again once a session is encrypted
            self.is_counted = True
            _Counted.open_sessions += 1
        super().connection_made(transport)

    @override
    def connection_lost(self, error: Exception | None) -> None:
        if self.is_counted:
            self.is_counted = False
            _Counted.open_sessions -= 1
            super().connection_lost(error)


class _Lmtp(LMTP, _Counted):
    """The same with the greeting of LMTP."""


@dataclass(slots=True)
class _Handler:
    """Answers the commands of a session. `is_lmtp`: an answer for every recipient, as RFC 2033 wants it."""

    is_lmtp: bool = False

    async def handle_RCPT(  # aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that is a channel of ours, and nobody else."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            found = await asyncio.to_thread(_with_database, _channels_of, [address])
        except (DatabaseError, InterfaceError):
            return AWAY
        if not found:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Yes"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Journal a mail; it is taken when that is committed."""
        try:
            answer = await asyncio.to_thread(_with_database, _journal, envelope, self._helo(session))
        except (DatabaseError, InterfaceError, OSError) as error:
            logger.warning("A mail that was handed over could not be journaled: %s", error)
            answer = AWAY
        return "\r\n".join([answer] * (len(envelope.rcpt_tos) if self.is_lmtp else 1))

    async def handle_exception(self, error: Exception) -> str:
        """Let whoever hands mail over keep it, whatever went wrong here."""
        logger.exception("A session of the mail port failed", exc_info=error)
        return AWAY

    @staticmethod
    def _helo(session: Session) -> str:
        return text.clean(str(session.host_name or ""), limit=200)


@dataclass(slots=True)
class _Shared:
    """The open ports of this process, and how many channels want them open."""

    servers: list[asyncio.Server] = field(default_factory=list)
    wanted: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_SHARED: dict[asyncio.AbstractEventLoop, _Shared] = {}


async def hold_open(ports: Ports, channel_id: int) -> None:
    """Keep the ports open for a channel until cancelled. However many channels ask, they are opened once.

    Raises:
        OSError: if a port is taken.
    """
    loop = asyncio.get_running_loop()
    shared = _SHARED.setdefault(loop, _Shared())
    async with shared.lock:
        if not shared.servers:
            shared.servers = await open_ports(ports)
        shared.wanted += 1
    try:
        await asyncio.to_thread(_with_database, connections.connected, channel_id)
        await asyncio.Event().wait()
    finally:
        shared.wanted -= 1
        if not shared.wanted:
            _SHARED.pop(loop, None)
            for server in shared.servers:
                server.close()


async def open_ports(ports: Ports) -> list[asyncio.Server]:
    """Begin to listen; the caller closes what is returned."""
    loop = asyncio.get_running_loop()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if ports.certificate else None
    if tls:
        tls.load_cert_chain(ports.certificate, ports.key or None)
    said: dict[str, Any] = {
        "data_size_limit": ports.most_bytes, "enable_SMTPUTF8": True, "ident": "Rafiq", "tls_context": tls,
        "timeout": 120, "loop": loop, "command_call_limit": {"*": 1000}, "hostname": _our_name(),
    }  # fmt: skip
    sessions = {
        ports.lmtp: lambda: _Lmtp(_Handler(is_lmtp=True), **said),
        ports.smtp: lambda: _Counted(_Handler(), **said),
    }
    servers: list[asyncio.Server] = []
    try:
        for port, session in sessions.items():
            if port:
                servers.append(await loop.create_server(session, ports.host, port, reuse_port=True))
    except OSError:
        for server in servers:
            server.close()
        raise
    return servers


def _our_name() -> str:
    """How we greet; asking the name servers for it may take half a minute."""
    return re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "localhost"


def _with_database[**P, T](work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do database work in a borrowed thread, and give the connection back."""
    try:
        return work(*arguments, **named)
    finally:
        connection.close()


def _channels_of(recipients: Sequence[str]) -> list[Channel]:
    """Find the channels that mail to these addresses is for."""
    wanted = {addresses.without_plus(one) for given in recipients if (one := text.normal_email(given))}
    active = Channel.objects.filter(kind="mail", is_active=True)
    return [channel for channel in active.order_by("pk") if wanted & _own(channel)]


def _own(channel: Channel) -> set[str]:
    config = Config.read(channel.settings)
    return {addresses.without_plus(one) for one in config.addresses} if config.inbound == "listener" else set()


def _journal(envelope: Envelope, helo: str) -> str:
    body = envelope.original_content or b""
    recipients = [str(one) for one in envelope.rcpt_tos]
    found = _channels_of(recipients)
    if not found:
        return NOBODY
    at = datetime.now(UTC)
    meta = {
        "received_at": at.isoformat(),
        "from": str(envelope.mail_from or ""),
        "recipients": recipients,
        "helo": helo,
    }
    # The same mail handed over again, since our answer got lost, has the same content.
    key = f"smtp:{hashlib.sha256(body).hexdigest()[:40]}"
    for channel in found:
        journal.journal(channel.pk, [RawItem(key=key, body=body, meta=meta)], at=at)
    return "250 2.0.0 Taken"
