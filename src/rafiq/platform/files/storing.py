"""Taking a file in: bounded, sniffed, written whole or not at all."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from rafiq.platform import text
from rafiq.platform.files import images, sniffing
from rafiq.platform.files.models import StoredFile
from rafiq.platform.files.refusals import BrokenImage, EmptyFile, NoSpace, TooLarge

MAX_BYTES = 10 * 1024 * 1024
NAME_LIMIT = 120


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
    thumbnail, width, height = b"", None, None
    if content_type in sniffing.IMAGES:
        try:
            picture = images.rewrite(content)
        except images.Undecodable as error:
            raise BrokenImage from error
        content, content_type, thumbnail = picture.content, picture.content_type, picture.thumbnail
        width, height = picture.width, picture.height
    path, thumbnail_path = _write(content, thumbnail, at=at)
    try:
        return StoredFile.objects.create(
            owner=owner, name=_name(upload.name or "", content_type), content_type=content_type, size=len(content),
            width=width, height=height, path=path, thumbnail_path=thumbnail_path, stored_at=at,
        )  # fmt: skip
    except Exception:  # a database that went away: what nobody can ask for must not stay
        _take_back([path, thumbnail_path])
        raise


def owned(tokens: Collection[str], *, owner: str) -> set[str]:
    """Keep the tokens of files this owner put there."""
    return set(StoredFile.objects.filter(token__in=list(tokens), owner=owner).values_list("token", flat=True))


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
    stem = text.clean(PurePath(given.replace("\\", "/")).stem).replace("\n", " ").replace("/", " ").strip(". ")
    return f"{(stem or 'file')[:NAME_LIMIT]}{sniffing.extension(content_type)}"
