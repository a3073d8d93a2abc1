"""One folder of a mailbox over IMAP (RFC 9051 and 3501): what is new in it, fetched without touching a flag."""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import imapclient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from rafiq.channels.mail.config import CONNECT_SECONDS, READ_SECONDS, Config
from rafiq.channels.transport.contracts import AccessRevoked, RawItem

BATCH, BATCH_BYTES = 100, 8 * 1024 * 1024
WINDOW = 50_000
# RFC 5530: the server says that the failure will pass by itself, so credentials are not to blame.
_PASSING = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|CONTACTADMIN|SERVERBUG)\b|tempor|too many|try again", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One mail of a folder, before it is fetched."""

    uid: int
    size: int
    came_at: datetime


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

    def since(self, moment: datetime) -> list[Found]:
        """List what came since a moment."""
        # SEARCH SINCE knows days only, in the server's own zone: ask for a day more and look closer.
        day = (moment - timedelta(days=1)).astimezone(UTC).date()
        uids = self.client.search(["SINCE", day])
        return [one for batch in _batches(sorted(uids), 500) for one in self.look(batch) if one.came_at >= moment]

    def look(self, uids: Sequence[int]) -> list[Found]:
        """Ask for size and time of mails; those deleted meanwhile are left out."""
        said = self.client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"]) if uids else {}
        return [
            Found(uid, int(one[b"RFC822.SIZE"]), _aware(one[b"INTERNALDATE"]))
            for uid, one in sorted(said.items())
            if b"RFC822.SIZE" in one and uid in uids
        ]

    def items(self, found: Sequence[Found], *, most_bytes: int) -> Iterator[list[RawItem]]:
        """Fetch mails in batches of bounded size; of one over `most_bytes` only the headers."""
        for batch in _by_size(found, most_bytes):
            try:
                yield self._fetched(batch, most_bytes)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:  # a mail the server itself cannot read must not stand before all others
                yield [item for one in batch for item in self._fetched_alone(one, most_bytes, str(error))]

    def _fetched(self, batch: Sequence[Found], most_bytes: int) -> list[RawItem]:
        part = b"BODY[HEADER]" if batch[0].size > most_bytes else b"BODY[]"
        said = self.client.fetch([one.uid for one in batch], [part.replace(b"BODY[", b"BODY.PEEK[")])
        return [self._item(one, said[one.uid][part], most_bytes) for one in batch if part in said.get(one.uid, {})]

    def _fetched_alone(self, found: Found, most_bytes: int, reason: str) -> list[RawItem]:
        try:
            return self._fetched([found], most_bytes)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            item = self._item(found, b"", most_bytes)
            return [RawItem(key=item.key, body=b"", meta={**item.meta, "unfetched": reason[:200]})]

    def subjects(self, uids: Sequence[int]) -> list[str]:
        """Name mails for a person: who, about what."""
        part = b"BODY[HEADER.FIELDS (FROM SUBJECT DATE)]"
        said = self.client.fetch(uids, [part.replace(b"BODY[", b"BODY.PEEK[")]) if uids else {}
        return [_in_words(said.get(uid, {}).get(part, b"")) or f"UID {uid}" for uid in uids]

    def _item(self, found: Found, body: bytes | None, most_bytes: int) -> RawItem:
        meta: dict[str, Any] = {"received_at": found.came_at.isoformat(), "folder": self.name}
        meta |= {"too_large": found.size} if found.size > most_bytes else {}
        meta |= {"is_junk": True} if self.is_junk else {}
        return RawItem(key=self.key(found.uid), body=bytes(body or b""), meta=meta)


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


def _by_size(found: Sequence[Found], most_bytes: int) -> Iterator[list[Found]]:
    """Group mails so that no fetch is large but that of a single large mail; those too large stand alone."""
    batch: list[Found] = []
    for one in found:
        is_large = one.size > most_bytes or sum(other.size for other in batch) + one.size > BATCH_BYTES
        if batch and (is_large or len(batch) >= BATCH or batch[-1].size > most_bytes):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _batches(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]


def _aware(moment: datetime) -> datetime:
    """Take a server's time as imapclient gives it: naive in the local zone of this process."""
    return moment.astimezone(UTC)


def _in_words(head: bytes) -> str:
    lines = [line.strip() for line in head.decode(errors="replace").splitlines() if line.strip()]
    return " · ".join(lines)[:200]
