"""Taking a file in: bounded, sniffed, written whole or not at all."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from rafiq.platform import text
from rafiq.platform.files import images, sniffing
from rafiq.platform.files.models import StoredFile
from rafiq.platform.files.refusals import BrokenImage, EmptyFile, FileGone, NoSpace, TooLarge, UnsupportedType

MAX_BYTES = 10 * 1024 * 1024
MOST_BROUGHT = 25 * 1024 * 1024  # by a channel: what most mail providers let through
NAME_LIMIT = 120
ENDING_LIMIT = 10
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class _Content:
    """What is written of a file, and what a page must know of it."""

    content: bytes
    content_type: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""

    @classmethod
    def of(cls, picture: images.Picture) -> _Content:
        return cls(picture.content, picture.content_type, picture.width, picture.height, picture.thumbnail)


def store(upload: UploadedFile[Any], *, owner: str, at: datetime) -> StoredFile:
    """Keep an uploaded file; pictures are written anew and get a thumbnail.

    Raises:
        FileRefused: for a reason that its class names; nothing is kept then.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise TooLarge
    content = upload.read()
    if not content:
        raise EmptyFile
    content_type = sniffing.sniff(content[:65536], name=upload.name or "")
    if content_type not in sniffing.IMAGES:
        return _keep(_Content(content, content_type), name=_name(upload.name or "", content_type), owner=owner, at=at)
    try:
        picture = _Content.of(images.rewrite(content))
    except images.Undecodable as error:
        raise BrokenImage from error
    return _keep(picture, name=_name(upload.name or "", picture.content_type), owner=owner, at=at)


def store_bytes(content: bytes, *, name: str, owner: str, at: datetime) -> StoredFile:
    """Keep a file that a channel brought; nothing a customer sent is dropped without need.

    Unlike an upload it may have `MOST_BROUGHT` bytes and be of any kind: what we do not know, and pictures that cannot
    be decoded, are kept as plain bytes that a browser only ever saves. Programs are refused.

    Raises:
        FileRefused: if it is empty, too large, a program, or the disk is full; its `reason` says so in a sentence.
    """
    if not content:
        raise EmptyFile
    if len(content) > MOST_BROUGHT:
        raise TooLarge
    if sniffing.is_program(content[:512], name=name):
        raise UnsupportedType
    kept, kept_name = _understood(content, name)
    return _keep(kept, name=kept_name, owner=owner, at=at)


def read(token: str) -> bytes:
    """Return the bytes of a stored file, for an adapter that sends them.

    Raises:
        FileGone: if there is no such file (any more).
    """
    path = StoredFile.objects.filter(token=token).values_list("path", flat=True).first()
    if not path or not default_storage.exists(path):
        raise FileGone
    with default_storage.open(path) as file:
        return bytes(file.read())


def owned(tokens: Collection[str], *, owner: str) -> set[str]:
    """Keep the tokens of files this owner put there."""
    return set(StoredFile.objects.filter(token__in=list(tokens), owner=owner).values_list("token", flat=True))


def _understood(content: bytes, name: str) -> tuple[_Content, str]:
    """Tell what a file is and how it shall be called; what cannot be told is plain bytes."""
    try:
        content_type = sniffing.sniff(content[:65536], name=name)
        if content_type not in sniffing.IMAGES:
            return _Content(content, content_type), _name(name, content_type)
        picture = _Content.of(images.rewrite(content))
        return picture, _name(name, picture.content_type)
    except (UnsupportedType, images.Undecodable):
        ending = text.clean(PurePath(name.replace("\\", "/")).suffix).replace("\n", "").strip()[:ENDING_LIMIT]
        if sniffing.is_markup(content[:512]) or ending.lower() in sniffing.MARKUP_ENDINGS:
            ending += ".txt"  # opened from the disk it would run as a page
        return _Content(content, UNKNOWN), f"{_stem(name)}{ending}"


def _keep(kept: _Content, *, name: str, owner: str, at: datetime) -> StoredFile:
    path, thumbnail_path = _write(kept.content, kept.thumbnail, at=at)
    try:
        return StoredFile.objects.create(
            owner=owner, name=name, content_type=kept.content_type, size=len(kept.content),
            width=kept.width, height=kept.height, path=path, thumbnail_path=thumbnail_path, stored_at=at,
        )  # fmt: skip
    except Exception:  # a database that went away: what nobody can ask for must not stay
        _take_back([path, thumbnail_path])
        raise


def _write(content: bytes, thumbnail: bytes, *, at: datetime) -> tuple[str, str]:
    """Write both parts under random names; when the disk is full take back what was written."""
    base = f"{at:%Y/%m}/{secrets.token_urlsafe(16)}"
    written: list[str] = []
    try:
        for name, part in ((base, content), (f"{base}.thumbnail", thumbnail)):
            if part:
                written.append(default_storage.save(name, ContentFile(part)))
    except OSError as error:
        _take_back([*written, base, f"{base}.thumbnail"])
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoSpace from error
        raise
    return written[0], written[1] if thumbnail else ""


def _take_back(names: Iterable[str]) -> None:
    for name in filter(None, names):
        default_storage.delete(name)


def _name(given: str, content_type: str) -> str:
    """Keep the sender's name for the file, on one line, with the ending its content deserves."""
    return f"{_stem(given)}{sniffing.extension(content_type)}"


def _stem(given: str) -> str:
    stem = text.clean(PurePath(given.replace("\\", "/")).stem).replace("\n", " ").replace("/", " ").strip(". ")
    return (stem or "file")[:NAME_LIMIT]
