"""Letters: made of what was read, remembered until they are stored, found again."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rafiq.channels.mail.models import Bouncing, Letter

MOST_REMEMBERED = 400
_BODY = re.compile(rb"\r?\n\r?\n")


@dataclass(slots=True)
class Draft:
    """A letter understood and not stored yet, and the addresses it says take no mail (with status, reason)."""

    letter: Letter
    bounced: list[tuple[str, str, str]] = field(default_factory=list)


class Recent:
    """Letters understood a moment ago: those behind them in the same batch may already refer to them.

    Forgotten ones cost nothing but a second reading.
    """

    def __init__(self) -> None:
        self._drafts: OrderedDict[tuple[int, str], Draft] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, channel_id: int, key: str, draft: Draft) -> None:
        """Keep a draft under the key of the item it was read from."""
        with self._lock:
            self._drafts[channel_id, key] = draft
            while len(self._drafts) > MOST_REMEMBERED:
                self._drafts.popitem(last=False)

    def take(self, channel_id: int, key: str) -> Draft | None:
        """Take a draft out; None where it was forgotten."""
        with self._lock:
            return self._drafts.pop((channel_id, key), None)

    def of(self, channel_id: int) -> Iterator[Letter]:
        """List the remembered letters of a channel, oldest first."""
        with self._lock:
            found = [draft.letter for (owner, _), draft in self._drafts.items() if owner == channel_id]
        return iter(found)


def external_id(raw: bytes, *, rfc_id: str, stable: Sequence[str]) -> str:
    """Name a mail by its Message-ID, `stable` headers and body: the same however often, and whichever way, it comes.

    What servers add on the way (Received and the like) does not count, line ends neither.
    """
    found = _BODY.search(raw)
    body = raw[found.end() :] if found else raw
    digest = hashlib.sha256("\0".join((rfc_id, *stable)).encode(errors="replace"))
    digest.update(b"\0" + body.replace(b"\r\n", b"\n").strip())
    return f"mail:{digest.hexdigest()[:40]}"


def store(letter: Letter) -> None:
    """Write a letter; one that is known stays as it is."""
    Letter.objects.bulk_create([letter], ignore_conflicts=True)


def store_sent(letter: Letter) -> None:
    """Write a letter of ours before it goes; in another try it is the same letter, written anew."""
    names = [one.name for one in Letter._meta.concrete_fields if one.name not in {"id", "channel", "external_id"}]
    Letter.objects.bulk_create(
        [letter], update_conflicts=True, unique_fields=["channel", "external_id"], update_fields=names
    )


def is_known(channel_id: int, external: str) -> bool:
    """Test whether this very mail was taken in before."""
    return Letter.objects.filter(channel=channel_id, external_id=external).exists()


def ours(channel_id: int, *, rfc_ids: Sequence[str] = (), message_id: int = 0) -> Letter | None:
    """Find a letter we sent, by Message-ID or by the message it carried."""
    sent = Letter.objects.filter(channel=channel_id, is_ours=True)
    found = (
        sent.filter(message_id=message_id) if message_id else sent.filter(rfc_id__in=[one for one in rfc_ids if one])
    )
    return found.order_by("-pk").first()


def newest_heard(channel_id: int, thread: str, *, but: Sequence[str] = ("bounce", "loop")) -> Letter | None:
    """Find the newest letter somebody else wrote in a thread; `but` are the kinds that do not count."""
    heard = Letter.objects.filter(channel=channel_id, thread=thread, is_ours=False).exclude(kind__in=but)
    return heard.order_by("-pk").first()


def note_bounced(bounced: Sequence[tuple[str, str, str]], *, at: datetime) -> None:
    """Mark addresses as taking no mail."""
    rows = [Bouncing(address=a[:254], status=s[:20], reason=r[:300], since=at) for a, s, r in bounced]
    Bouncing.objects.bulk_create(rows, ignore_conflicts=True)


def bouncing(addresses: Sequence[str]) -> set[str]:
    """Keep the addresses that take no mail."""
    return set(Bouncing.objects.filter(address__in=list(addresses)).values_list("address", flat=True))


def forgive(address: str) -> None:
    """Forget that an address took no mail: somebody wrote to us from there."""
    Bouncing.objects.filter(address=address).delete()
