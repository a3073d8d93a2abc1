"""What a file really is, whatever its name or sender says."""

from __future__ import annotations

import puremagic

from rafiq.platform.files.refusals import UnsupportedType

IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
_DOCUMENTS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "text/plain": ".txt",
}
_MAGIC = [
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
]
_ALIASES = {"audio/x-wav": "audio/wav", "application/x-zip-compressed": "application/zip", "video/x-m4v": "video/mp4"}


def sniff(head: bytes, *, name: str) -> str:
    """Return the media type of a file by its first bytes (give it at least 8 KiB of them where there are so many).

    Raises:
        UnsupportedType: if it is nothing we take in.
    """
    found = _by_magic(head) or _by_library(head, name) or _plain_text(head)
    if found is None:
        raise UnsupportedType
    return found


def extension(content_type: str) -> str:
    """Return the file name ending that belongs to a media type; images are stored as JPEG, PNG or WebP."""
    endings = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
    return (endings | _DOCUMENTS)[content_type]


def _by_magic(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _by_library(head: bytes, name: str) -> str | None:
    try:
        guess = puremagic.from_string(head, mime=True, filename=name)
    except (puremagic.PureError, ValueError):
        return None
    guess = _ALIASES.get(guess, guess)
    # An image the magic above did not confirm is not one; text is judged by _plain_text alone.
    return guess if guess in _DOCUMENTS and guess != "text/plain" and not _looks_like_text(head) else None


def _plain_text(head: bytes) -> str | None:
    if not _looks_like_text(head):
        return None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    is_markup = start.startswith((b"<!", b"<?", b"<html", b"<svg", b"<script", b"<head", b"<body", b"#!"))
    return None if is_markup else "text/plain"


def _looks_like_text(head: bytes) -> bool:
    try:
        words = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # a cut in the middle of the last character is no fault of the file
            return False
        words = head[: error.start].decode("utf-8")
    return not any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in words)
