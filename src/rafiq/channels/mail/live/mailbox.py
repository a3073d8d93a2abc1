"""One folder of a mailbox over IMAP (RFC 9051 and 3501): what is new in it, fetched without touching a flag."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import imapclient
from imapclient.exceptions import IMAPClientError, LoginError

from rafiq.channels.mail.config import CONNECT_SECONDS, READ_SECONDS, Config
from rafiq.channels.transport.contracts import AccessRevoked

WINDOW = 50_000
# RFC 5530: the server says that the failure will pass by itself, so credentials are not to blame.
_PASSING = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|CONTACTADMIN|SERVERBUG)\b|tempor|too many|try again", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One mail of a folder, before it is fetched. `unfetched`: why the server tells nothing of it, in its words."""

    uid: int
    size: int
    came_at: datetime
    unfetched: str = ""


class Folder:
    """One selected folder. Opened read-only, so that no flag changes and nothing looks read to anybody."""

    def __init__(self, client: imapclient.IMAPClient, name: str, *, is_main: bool, is_junk: bool = False) -> None:
        self.client, self.name, self.is_main, self.is_junk = client, name, is_main, is_junk
        said = client.select_folder(name, readonly=True)
        self.validity = int(said[b"UIDVALIDITY"])
        self.next_uid = int(said.get(b"UIDNEXT", 0))

    def key(self, uid: int) -> str:
        """Name a mail for the journal; UIDs are unique within a folder and its UIDVALIDITY only."""
        folder = "" if self.is_main else f"{hashlib.sha256(self.name.encode()).hexdigest()[:8]}:"
        return f"imap:{folder}{self.validity}:{uid}"

    def newer_than(self, uid: int) -> Iterator[list[int]]:
        """List what has a higher UID, in order, window by window: an answer must fit one line of a bounded length."""
        while uid + WINDOW < self.next_uid:
            yield sorted(self.client.search(["UID", f"{uid + 1}:{uid + WINDOW}"]))
            uid += WINDOW
        # `n:*` always names the last mail, even where n is higher.
        yield sorted(one for one in self.client.search(["UID", f"{uid + 1}:*"]) if one > uid)

    def was_told(self) -> bool:
        """Test whether the server said since the last question that something came, while it answered another."""
        return bool(self.client._imap.untagged_responses.pop("EXISTS", None))

    def since(self, moment: datetime) -> list[int]:
        """List what came since a moment, and what came within a day or two before it."""
        # SEARCH SINCE knows days only, in the server's own zone.
        day = (moment - timedelta(days=1)).astimezone(UTC).date()
        return sorted(self.client.search(["SINCE", day]))

    def those_of(self, uids: Sequence[int]) -> list[int]:
        """List which of these mails are in the folder."""
        return sorted(self.client.search(["UID", ",".join(map(str, uids))]))

    def sizes(self, uids: Sequence[int]) -> dict[int, Found]:
        """Ask for size and time of mails."""
        said = self.client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return {
            uid: Found(uid, int(one[b"RFC822.SIZE"]), _aware(one[b"INTERNALDATE"]))
            for uid, one in said.items()
            if one.get(b"RFC822.SIZE") is not None and one.get(b"INTERNALDATE")
        }

    def bodies(self, uids: Sequence[int], *, is_whole: bool = True) -> dict[int, bytes]:
        """Fetch mails, or their headers only."""
        return self._parts(uids, "" if is_whole else "HEADER")

    def heads(self, uids: Sequence[int]) -> dict[int, str]:
        """Ask for what a person knows mails by: who, about what."""
        return {uid: _in_words(head) for uid, head in self._parts(uids, "HEADER.FIELDS (FROM SUBJECT DATE)").items()}

    def _parts(self, uids: Sequence[int], part: str) -> dict[int, bytes]:
        said = self.client.fetch(uids, [f"BODY.PEEK[{part}]"])
        found = {uid: one.get(f"BODY[{part}]".encode()) for uid, one in said.items()}
        return {uid: bytes(body) for uid, body in found.items() if body is not None}


@contextlib.contextmanager
def connected(config: Config) -> Iterator[imapclient.IMAPClient]:
    """Connect and log in for as long as the block runs.

    Raises:
        AccessRevoked: if the server does not accept the name and password.
        OSError, IMAPClientError: if it cannot be reached or does not speak IMAP.
    """
    client = _open(config)
    try:
        _log_in(client, config)
        yield client
    finally:
        _close(client)


@contextlib.contextmanager
def opened(config: Config, name: str, *, validity: int | None = None) -> Iterator[Folder]:
    """Connect and open one folder for as long as the block runs.

    Raises:
        IMAPClientError: if the folder is not the one of this `validity` any more.
    """
    with connected(config) as client:
        is_main = name == config.imap_folder
        folder = Folder(client, name, is_main=is_main, is_junk=name == config.imap_junk and not is_main)
        if validity not in {None, folder.validity}:
            raise IMAPClientError("The folder was made anew.")
        yield folder


def _open(config: Config) -> imapclient.IMAPClient:
    context = config.tls() if config.imap_security != "none" else None
    client = imapclient.IMAPClient(
        config.imap_host, port=config.port("imap"), ssl=config.imap_security == "tls", ssl_context=context,
        timeout=imapclient.SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )  # fmt: skip
    # A router that forgot the connection would otherwise leave us waiting for ever.
    client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    try:
        if config.imap_security == "starttls":
            client.starttls(ssl_context=context)
    except BaseException:
        with contextlib.suppress(OSError):
            client.shutdown()
        raise
    return client


def _log_in(client: imapclient.IMAPClient, config: Config) -> None:
    try:
        client.login(config.imap_user or config.address, config.imap_password)
    except LoginError as error:
        words = str(error).strip("b'\"")
        if _PASSING.search(words):
            raise IMAPClientError(words) from error
        raise AccessRevoked(words) from error


def _close(client: imapclient.IMAPClient) -> None:
    try:
        client.socket().settimeout(3)
        client.logout()
    except (OSError, IMAPClientError):
        with contextlib.suppress(OSError):
            client.shutdown()


def _aware(moment: datetime) -> datetime:
    """Take a server's time as imapclient gives it: naive in the local zone of this process."""
    return moment.astimezone(UTC)


def _in_words(head: bytes) -> str:
    lines = [line.strip() for line in head.decode(errors="replace").splitlines() if line.strip()]
    return " · ".join(lines)[:200]
