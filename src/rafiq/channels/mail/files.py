"""The files of a mail: kept once, explained where they cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rafiq.channels.mail.reading.model import Attachment
from rafiq.channels.transport import media
from rafiq.channels.transport.contracts import NotNow
from rafiq.platform import files


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept (tokens), a sentence for each file that was not, which attachment (by place) is which file."""

    tokens: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    pictures: dict[str, str] = field(default_factory=dict)


def keep(attachments: Sequence[Attachment], *, owner: str, at: datetime) -> Kept:
    """Keep all files of a mail; those kept in an earlier reading are found again.

    Raises:
        NotNow: if the disk is full.
    """
    if not attachments:
        return Kept()
    before = media.known(owner)
    tokens, problems, pictures = [], [], {}
    for place, one in enumerate(attachments):
        if len(before) == len(attachments):
            token = before[place]
        else:
            token, problem = _keep_one(one, owner=owner, at=at)
            problems += [problem] if problem else []
        if token:
            tokens.append(token)
        if token and (one.content_id or one.type.startswith("image/")):
            pictures[str(place)] = token
    return Kept(tuple(tokens), tuple(problems), pictures)


def _keep_one(one: Attachment, *, owner: str, at: datetime) -> tuple[str, str]:
    try:
        kept = media.keep([media.Media(name=one.name, content=one.content)], owner=owner, at=at)
    except files.NoSpace as error:
        raise NotNow(media.FULL, retry_after=120) from error
    return next(iter(kept.tokens), ""), next(iter(kept.problems), "")
