"""The other side of mail, for real: a Dovecot with mailboxes, and mail servers that take, refuse, or hang up."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import imaplib
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "pass-word"
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 50
imap_capability = {capability}
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""
# What `imap_capability` names replaces what the server says before login; without IDLE we have to look.
WITHOUT_IDLE = "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def make_certificate(folder: Path) -> str:
    """Make a certificate for this machine, signed by itself; return it as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "certificate.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(private)
    return pem.decode()


@dataclass
class Dovecot:
    """A real IMAP server on a port of this machine; every name is a user, and has the same password."""

    folder: Path
    program: str
    port: int
    tls_port: int
    certificate: str
    process: subprocess.Popen[bytes] | None = None

    def start(self, *, capability: str = "") -> None:
        words = _CONFIG.format(
            folder=self.folder, port=self.port, tls_port=self.tls_port, password=PASSWORD, capability=capability
        )
        if not capability:
            words = words.replace("imap_capability = \n", "")
        (self.folder / "dovecot.conf").write_text(words)
        self.process = subprocess.Popen(
            [self.program, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        wait_until(self._answers)

    def kill(self) -> None:
        """End it and all its children at once."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def _answers(self) -> bool:
        assert self.process is None or self.process.poll() is None, self.said()
        with contextlib.suppress(OSError), imaplib.IMAP4("127.0.0.1", self.port, timeout=5):
            return True
        return False

    def said(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""

    @contextlib.contextmanager
    def login(self, user: str, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Act as the user's own mail program."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=30) as client:
            client.login(user, PASSWORD)
            client.select(folder)
            yield client

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX", at: dt.datetime | None = None) -> None:
        """Put mails into a folder, as a delivery agent does."""
        with self.login(user) as client:
            client.create(folder)
            for mail in mails:
                when = imaplib.Time2Internaldate(at) if at else None
                assert client.append(folder, None, when, mail)[0] == "OK"


@contextlib.contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    program = os.environ.get("RAFIQ_DOVECOT") or shutil.which("dovecot")
    if not program or os.geteuid() != 0:
        pytest.skip("THE TESTS OF MAILBOXES NEED DOVECOT AND ROOT: neither a mailbox nor IDLE was tested")
    folder = Path(tempfile.mkdtemp(prefix="rafiq-dovecot-"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    owner = pwd.getpwnam("mail")
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    server = Dovecot(folder, program, free_port(), free_port(), make_certificate(folder))
    server.start()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Post:
    """A mail server outside: keeps what it was given, and answers as it was told to."""

    taken: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    passwords: set[bytes] = field(default_factory=set)

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.taken.append(envelope)
        return "250 2.0.0 Queued"

    def knows(self, server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=data.password in self.passwords, handled=False)


@contextlib.contextmanager
def running_post(*, context=None, passwords: set[bytes] = frozenset()) -> Iterator[Post]:
    """Run a mail server in a thread of its own."""
    post = Post(passwords=set(passwords))
    ready, loop = threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        def session() -> SMTP:
            return SMTP(
                post, loop=loop, hostname="outside.example", enable_SMTPUTF8=True, tls_context=context,
                authenticator=post.knows if passwords else None, auth_require_tls=False,
            )  # fmt: skip

        server = await loop.create_server(session, "127.0.0.1", 0)
        post.port = server.sockets[0].getsockname()[1]
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield post
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def wait_until(is_so: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait for something that other processes do."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
