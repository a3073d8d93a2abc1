"""Files that come with messages: fetched from the vendor, kept once, explained where that cannot be."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rafiq.channels.meta import graph
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.graph import ElsewhereKept
from rafiq.channels.meta.refusals import Refused, TokenRefused
from rafiq.channels.meta.shapes import words
from rafiq.channels.transport import media as transport
from rafiq.channels.transport.contracts import AccessRevoked, NotNow
from rafiq.inbox.contracts import ProviderAway
from rafiq.platform.files import MOST_BROUGHT, NoSpace
from rafiq.platform.files.refusals import TooLarge

_ENDINGS = {"audio/ogg": ".ogg", "audio/amr": ".amr", "image/webp": ".webp", "audio/mp4": ".m4a"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file the vendor keeps: by its id there (`media_id`), or at an address (`url`)."""

    media_id: str = ""
    url: str = ""
    name: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Tokens of the files that were kept, their owner, and a sentence for each that was not."""

    tokens: tuple[str, ...] = ()
    owner: str = ""
    problems: tuple[str, ...] = ()

    def told(self, words_of_it: str) -> str:
        """Return what was said, with a line for every file that is missing."""
        return "\n".join(filter(None, (words_of_it, *(f"[{problem}]" for problem in self.problems))))

    @property
    def extras(self) -> dict[str, list[str]]:
        """What the message keeps of it."""
        return {"problems": list(self.problems)} if self.problems else {}


def fetch(access: Access, wanted: Sequence[Wanted], *, message_id: str, clock: Callable[[], datetime]) -> Fetched:
    """Fetch and keep the files of a message; understanding the same message again finds what was kept.

    Raises:
        NotNow: if the vendor is away; the message is taken in when it is there again.
        AccessRevoked: if the vendor refuses our token; the message waits until an administrator acts.
    """
    if not wanted:
        return Fetched()
    owner = f"meta-{access.channel_id}-{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"
    if before := transport.known(owner):
        return Fetched(before, owner)
    found, problems = [], []
    for one in wanted:
        try:
            found.append(_one(access, one))
        except _Unfetched as error:
            problems.append(error.sentence)
    try:
        kept = transport.keep(found, owner=owner, at=clock())
    except NoSpace as error:
        raise NotNow(transport.FULL, retry_after=60.0) from error
    return Fetched(kept.tokens, owner, (*problems, *kept.problems))


def name_for(content_type: str, *, stem: str) -> str:
    """Make a name for a file that has none."""
    kind = content_type.partition(";")[0].strip().lower()
    return f"{stem}{_ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ''}"


class _Unfetched(Exception):
    """This file cannot be had, and waiting will not help."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _one(access: Access, wanted: Wanted) -> transport.Media:
    name = wanted.name or name_for(wanted.content_type, stem="file")
    try:
        if not wanted.media_id:
            content = graph.download(access, wanted.url, with_token=False)
        else:
            told = graph.get(access, wanted.media_id, phone_number_id=access.setting("phone_number_id"))
            content = graph.download(access, words(told.get("url"), limit=4000), with_token=True)
    except ProviderAway as error:
        raise NotNow(error.reason, retry_after=error.retry_after) from error
    except TokenRefused as error:
        raise AccessRevoked(error.reason) from error
    except TooLarge as error:
        raise _Unfetched(transport.too_large(name, MOST_BROUGHT)) from error
    except (Refused, ElsewhereKept) as error:
        raise _Unfetched(transport.gone(name)) from error
    return transport.Media(name=name, content=content)
