"""Hands a letter to a mail server by submission (RFC 6409), and tells what its answers mean for us."""

from __future__ import annotations

import logging
import re
import smtplib
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext_noop

from rafiq.channels.mail.config import CONNECT_SECONDS, READ_SECONDS, Config
from rafiq.channels.transport import unreached
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway

logger = logging.getLogger(__name__)

PATIENCE = 60.0
AWAY = gettext_noop("The mail server cannot be reached.")
ONLY_ASCII = gettext_noop("The mail server takes no addresses with letters other than a to z.")
_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
# RFC 3463: bad mailbox or system address, moved away, mailbox disabled.
GONE = ("5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1")


class Refused(DeliveryFailed):
    """The server refused the recipient for good. `status` is RFC 3463's, "" where it gave none."""

    def __init__(self, reason: str, *, status: str) -> None:
        super().__init__(reason, is_permanent=True)
        self.status = status

    @property
    def is_gone(self) -> bool:
        """Test whether the address itself is to blame, not what was written or by whom."""
        return self.status in GONE


@contextmanager
def connected(config: Config) -> Iterator[smtplib.SMTP]:
    """Connect, encrypt and log in for as long as the block runs.

    Raises:
        AccessRevoked: if the server does not accept the name and password.
        ProviderAway: if it cannot be reached, or asks for patience.
    """
    try:
        server = _open(config)
    except smtplib.SMTPAuthenticationError as error:
        raise _no_access(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise ProviderAway(_words(error)) from error
    try:
        yield server
    finally:
        _quit(server)


def submit(config: Config, *, envelope_from: str, to: Sequence[str], content: bytes) -> None:
    """Hand one mail over; when this returns, the server has taken it for everybody it is to, else for nobody.

    Raises:
        AccessRevoked, ProviderAway: see `connected`.
        DeliveryFailed: if it was refused; `Refused` where the recipient was.
    """
    with connected(config) as server:
        try:
            _submit(server, envelope_from, to, content)
        except (smtplib.SMTPException, OSError) as error:
            raise ProviderAway(_words(error)) from error


def _open(config: Config) -> smtplib.SMTP:
    host, port, tls = config.smtp_host, config.port("smtp"), config.smtp_security
    server: smtplib.SMTP
    if tls == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=CONNECT_SECONDS, context=config.tls(), local_hostname=_our_name())
    else:
        server = smtplib.SMTP(host, port, timeout=CONNECT_SECONDS, local_hostname=_our_name())
    try:
        if server.sock is not None:
            server.sock.settimeout(READ_SECONDS)
        server.ehlo()
        if tls == "starttls":
            server.starttls(context=config.tls())
            server.ehlo()
        if config.smtp_user or config.smtp_password:
            server.login(config.smtp_user or config.address, config.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def _submit(server: smtplib.SMTP, envelope_from: str, to: Sequence[str], content: bytes) -> None:
    options = [f"size={len(content)}"] if server.has_extn("size") else []
    if not "".join([envelope_from, *to]).isascii():
        if not server.has_extn("smtputf8"):
            raise DeliveryFailed(ONLY_ASCII, is_permanent=True)
        options += ["SMTPUTF8", "BODY=8BITMIME"]
        server.command_encoding = "utf-8"
    code, words = server.mail(envelope_from, options)
    if code >= 400:
        raise _refusal(code, words)
    for place, one in enumerate(to):
        code, words = server.rcpt(one)
        if code >= 400:
            raise _recipient_refusal(code, words, copy="" if place == 0 else one)
    try:
        code, words = server.data(content)
    except smtplib.SMTPDataError as error:
        code, words = error.smtp_code, _as_bytes(error.smtp_error)
    if code >= 400:
        raise _refusal(code, words, is_passing=code != 421)


def _recipient_refusal(code: int, words: bytes, *, copy: str) -> Exception:
    """Tell what the refusal of a recipient means; `copy` names one who was only to get a copy."""
    if code < 500:
        return _refusal(code, words, is_passing=code != 421)
    said = _said(code, words)
    if copy:
        return DeliveryFailed(f"{copy}: {said}"[:290], is_permanent=True)
    found = _ENHANCED.search(said)
    return Refused(said, status=found[0] if found else "")


def _refusal(code: int, words: bytes, *, is_passing: bool = False) -> Exception:
    """Tell what a refusal means. `is_passing`: one of 4xx is about this mail alone (greylisting, say), not about us."""
    if code in {530, 535}:
        return _no_access(code, words)
    if code >= 500:
        return DeliveryFailed(_said(code, words), is_permanent=True)
    return DeliveryFailed(_said(code, words)) if is_passing else ProviderAway(_said(code, words), retry_after=PATIENCE)


def _no_access(code: int, words: bytes | str) -> Exception:
    if code < 500:
        return ProviderAway(_said(code, _as_bytes(words)), retry_after=PATIENCE)
    return AccessRevoked(_said(code, _as_bytes(words)))


def _quit(server: smtplib.SMTP) -> None:
    """Say goodbye; what was taken is taken, whatever comes of this."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _said(code: int, words: bytes) -> str:
    return f"{code} {' '.join(words.decode(errors='replace').split())}"[:290]


def _as_bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, _as_bytes(error.smtp_error))
    logger.warning("A mail server cannot be reached: %s", unreached.details(error))
    return AWAY


def _our_name() -> str:
    """How we greet: the machine's name, without asking the name servers for it (that may take half a minute)."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9.-]+", name) else "localhost"
