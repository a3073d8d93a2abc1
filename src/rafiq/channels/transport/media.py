"""Files that come with messages: fetched within bounds, kept once a message, explained where they cannot be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from rafiq.platform import files, text
from rafiq.platform.files.models import StoredFile
from rafiq.platform.files.refusals import TooLarge

# What is kept where an item waits for room; translated when it is shown.
FULL: Final = gettext_noop("A file was not kept: the disk is full.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A fetched file on its way to the storage."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept (tokens), and a sentence for every file that was not."""

    tokens: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def known(owner: str) -> tuple[str, ...]:
    """Find what was kept for this owner before: the same item may be understood twice."""
    return tuple(StoredFile.objects.filter(owner=owner[:80]).order_by("pk").values_list("token", flat=True))


def keep(found: Sequence[Media], *, owner: str, at: datetime) -> Kept:
    """Keep files for a message (`owner` names it); what is refused is told in a sentence, in the active language.

    Raises:
        rafiq.platform.files.NoSpace: if the disk is full; nothing can be taken in then.
    """
    tokens, problems = [], []
    for media in found:
        try:
            tokens.append(files.store_bytes(media.content, name=media.name or "file", owner=owner[:80], at=at).token)
        except files.NoSpace:
            raise
        except TooLarge:
            problems.append(too_large(media.name, len(media.content)))
        except files.FileRefused:
            problems.append(not_taken(media.name))
    return Kept(tuple(tokens), tuple(problems))


def too_large(name: str, size: int) -> str:
    """Say that a file stayed with the provider because of its size (bytes)."""
    megabytes = text.number(max(round(size / 1024 / 1024), 1), language=get_language() or "en")
    return _("The file “%(name)s” (%(size)s MB) is too large to be fetched.") % {
        "name": _named(name),
        "size": megabytes,
    }


def not_taken(name: str) -> str:
    """Say that a file is of a kind that is never kept."""
    return _("The file “%(name)s” is of a kind that is not taken in.") % {"name": _named(name)}


def gone(name: str) -> str:
    """Say that the provider no longer has a file."""
    return _("The file “%(name)s” could not be fetched: the provider no longer gives it out.") % {"name": _named(name)}


def download(client: httpx.Client, url: str, *, limit: int = files.MOST_BROUGHT) -> bytes:
    """Fetch a file; never more than `limit` bytes of it, never by a detour to another address.

    Raises:
        rafiq.platform.files.FileRefused: if it is larger.
        httpx.HTTPError: if it cannot be had (`HTTPStatusError` for an answer that is no success).
    """
    with client.stream("GET", url, follow_redirects=False) as answer:
        if answer.status_code != 200:
            raise httpx.HTTPStatusError("no success", request=answer.request, response=answer)
        got = bytearray()
        for piece in answer.iter_bytes():
            got += piece
            if len(got) > limit:
                raise TooLarge
        return bytes(got)


def _named(name: str) -> str:
    return text.excerpt(name, length=80) or "?"
