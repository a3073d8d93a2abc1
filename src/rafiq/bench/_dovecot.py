"""A real IMAP server for one measurement: Dovecot on a port of this machine, one mailbox, all of it thrown away."""

from __future__ import annotations

import contextlib
import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rafiq.cli import dovecot

USER, PASSWORD = "care", "bench"
START_SECONDS = 20
_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
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
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""


def program() -> str | None:
    """Return where Dovecot is, installing Debian's where we may; None where there is none, or we are not root."""
    if os.geteuid() != 0:
        return None  # it gives up its rights to users of its own, which only root may do
    return dovecot.path()


@contextlib.contextmanager
def running(path: str) -> Iterator[int]:
    """Start the server, give its port, end it.

    Raises:
        RuntimeError: if it does not answer.
    """
    folder = Path(tempfile.mkdtemp(prefix="rafiq-imap-"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    shutil.chown(folder / "mail", "mail", "mail")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    config = folder / "dovecot.conf"
    config.write_text(_CONFIG.format(folder=folder, port=port, password=PASSWORD))
    process = subprocess.Popen([path, "-F", "-c", str(config)], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port, folder)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def put(port: int, letter: bytes) -> float:
    """Lay a letter into the mailbox; return the moment the server had it, in seconds of the monotonic clock."""
    with imaplib.IMAP4("127.0.0.1", port, timeout=10) as line:
        line.login(USER, PASSWORD)
        line.append("INBOX", "", imaplib.Time2Internaldate(time.time()), letter)
        return time.monotonic()


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error), imaplib.IMAP4("127.0.0.1", port, timeout=5) as line:
            line.login(USER, PASSWORD)
            return
        time.sleep(0.1)
    said = (folder / "log").read_text()[-500:] if (folder / "log").exists() else ""
    raise RuntimeError(f"Dovecot does not answer: {said}")
