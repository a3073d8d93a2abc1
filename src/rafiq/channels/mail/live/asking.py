"""Asks a server about many mails at once, and about ever fewer where it fails: no mail stands before all others.

Servers fail in three ways: they say NO, they leave a mail out of their answer (or answer NIL), or they end the
connection, as Dovecot does over a mail whose file it cannot read. Then connections of their own find out which mails
are to blame. What is still in the folder and was not given out is told with the server's words; it is set aside, and
fetched again when a person asks for it. Where no new connection can be made it is the server that is away, and no mail
is to blame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial

from django.utils.translation import gettext_noop
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from rafiq.channels.mail.config import Config
from rafiq.channels.mail.live import mailbox
from rafiq.channels.mail.live.mailbox import Folder, Found
from rafiq.channels.transport.contracts import RawItem

NOT_GIVEN = gettext_noop(
    "The server could not give this mail out. It is fetched when you let it be read again, once the server can read it."
)
SILENT = "The server answered without it."
BATCH, BATCH_BYTES = 100, 8 * 1024 * 1024
MOST_WORDS = 200

type Question[Got] = Callable[[Folder, Sequence[int]], Mapping[int, Got]]


def look(folder: Folder, config: Config, uids: Sequence[int]) -> list[Found]:
    """Ask for size and time of mails; those deleted meanwhile are left out.

    Of what the server cannot even tell that, we believe that it came now: so it is passed over by no one.
    """
    told, reasons = ask(folder, config, uids, Folder.sizes)
    now = datetime.now(UTC)
    untold = {uid: Found(uid, 0, now, unfetched=words) for uid, words in reasons.items()}
    return [one for _uid, one in sorted((told | untold).items())]


def items(folder: Folder, config: Config, found: Sequence[Found]) -> Iterator[list[RawItem]]:
    """Fetch mails in batches of bounded size; of one too large only the headers, of one not given out nothing."""
    for batch in _by_size(found, config.most_bytes):
        is_whole = batch[0].size <= config.most_bytes
        wanted = [one.uid for one in batch if not one.unfetched]
        bodies, reasons = ask(folder, config, wanted, partial(Folder.bodies, is_whole=is_whole))
        reasons |= {one.uid: one.unfetched for one in batch if one.unfetched}
        yield [
            _item(folder, one, bodies.get(one.uid, b""), is_whole=is_whole, words=reasons.get(one.uid, ""))
            for one in batch
            if one.uid in bodies or one.uid in reasons
        ]


def subjects(folder: Folder, config: Config, found: Sequence[Found]) -> list[str]:
    """Name mails for a person: who, about what; by their numbers where the server does not say it."""
    heads, _reasons = ask(folder, config, [one.uid for one in found if not one.unfetched], Folder.heads)
    return [heads.get(one.uid) or f"UID {one.uid}" for one in found]


def ask[Got](
    folder: Folder, config: Config, uids: Sequence[int], question: Question[Got]
) -> tuple[dict[int, Got], dict[int, str]]:
    """Ask about mails; return what was said by UID, and by UID why nothing was said of those that are there.

    The folder's own connection may have ended afterwards.

    Raises:
        OSError, IMAPClientError: if the server is away.
    """
    reasons: dict[int, str] = {}
    try:
        told = dict(question(folder, uids)) if uids else {}
    except TimeoutError:
        raise
    except (IMAPClientError, OSError):
        told, reasons = _ask_ever_fewer(folder, config, uids, question)
    silent = [uid for uid in uids if uid not in told]
    return told, {uid: reasons.get(uid, SILENT) for uid in _still_there(folder, config, silent)}


def _ask_ever_fewer[Got](
    folder: Folder, config: Config, uids: Sequence[int], question: Question[Got]
) -> tuple[dict[int, Got], dict[int, str]]:
    """Ask anew, and about halves of what brings no answer, down to the single mails that bring none."""
    told: dict[int, Got] = {}
    reasons: dict[int, str] = {}
    waiting = [uids]
    while waiting:
        with _opened_anew(folder, config) as living:
            is_alive = True
            while waiting and is_alive:
                some = waiting.pop()
                try:
                    told |= question(living, some)
                except TimeoutError:
                    raise
                except (IMAPClientError, OSError) as error:
                    is_alive = not isinstance(error, IMAPClientAbortError | OSError)
                    if len(some) == 1:
                        reasons[some[0]] = str(error)[:MOST_WORDS] or SILENT
                    else:
                        waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
    return told, reasons


def _still_there(folder: Folder, config: Config, uids: Sequence[int]) -> list[int]:
    """Ask on a new connection, as an old one may still hold what was deleted; so a server must be there to say it."""
    if not uids:
        return []
    with _opened_anew(folder, config) as living:
        return living.those_of(uids)


def _opened_anew(folder: Folder, config: Config) -> AbstractContextManager[Folder]:
    return mailbox.opened(config, folder.name, validity=folder.validity)


def _item(folder: Folder, found: Found, body: bytes, *, is_whole: bool, words: str) -> RawItem:
    meta: dict[str, object] = {"received_at": found.came_at.isoformat(), "folder": folder.name}
    meta |= {} if is_whole else {"too_large": found.size}
    meta |= {"is_junk": True} if folder.is_junk else {}
    return RawItem(key=folder.key(found.uid), body=body, meta=meta, unfetched=words, aside=NOT_GIVEN if words else "")


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
