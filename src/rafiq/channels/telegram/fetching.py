"""Getting the files of a message: named by `getFile`, fetched at once, since their addresses live for an hour only.

https://core.telegram.org/bots/api#getfile: bots get files of at most 20 MB.
"""

from __future__ import annotations

from datetime import datetime

from rafiq.channels.telegram import api
from rafiq.channels.telegram.attached import FileRef
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.telegram.updates import Said
from rafiq.channels.transport import media, shapes, unreached
from rafiq.channels.transport.contracts import AccessRevoked, NotNow
from rafiq.channels.transport.media import Kept, Media
from rafiq.platform import files

MOST_BYTES = 20 * 1024 * 1024
DISK_WAIT = 600.0


def owner(bot: Bot, said: Said) -> str:
    """Return under which name the files of a message are kept: the same whenever it is understood again."""
    return f"{bot.dialect.kind}-{bot.channel_id}-{said.external_id}"


def fetch(bot: Bot, said: Said, *, at: datetime) -> Kept:
    """Fetch and keep the files of a message; those that cannot be had are told in sentences.

    Raises:
        NotNow: if the provider is away, or asks for patience.
        AccessRevoked: if the token is worth nothing any more.
    """
    if not said.files:
        return Kept()
    if tokens := media.known(owner(bot, said)):
        return Kept(tokens)
    found, problems = [], []
    for ref in said.files:
        one = _one(bot, ref)
        if isinstance(one, Media):
            found.append(one)
        else:
            problems.append(one)
    try:
        kept = media.keep(found, owner=owner(bot, said), at=at)
    except files.NoSpace as error:
        raise NotNow(media.FULL, retry_after=DISK_WAIT) from error
    return Kept(kept.tokens, (*problems, *kept.problems))


def _one(bot: Bot, ref: FileRef) -> Media | str:
    """Fetch one file, or say in a sentence why it never comes."""
    if ref.size > MOST_BYTES:
        return media.too_large(ref.name, ref.size)
    try:
        found = api.call(bot, "getFile", {"file_id": ref.file_id})
        path = shapes.words(found, "file_path", limit=500) if isinstance(found, dict) else ""
        return Media(name=ref.name, content=api.fetch(bot, path)) if path else media.gone(ref.name)
    except files.FileRefused:
        return media.too_large(ref.name, ref.size or MOST_BYTES)
    except api.Unreachable:
        raise NotNow(unreached.AWAY) from None
    except api.Refused as error:
        return _refused(bot, ref, error)


def _refused(bot: Bot, ref: FileRef, error: api.Refused) -> str:
    if error.code == 401:
        raise AccessRevoked(api.revoked_words(bot)) from None
    if error.code == 429 or error.code >= 500:
        raise NotNow(error.words, retry_after=error.retry_after or 30.0) from None
    is_big = "too big" in error.words.lower()
    return media.too_large(ref.name, ref.size or MOST_BYTES) if is_big else media.gone(ref.name)
