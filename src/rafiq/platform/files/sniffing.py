"""What a file really is, whatever its name or sender says."""

from __future__ import annotations

from pathlib import PurePath

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


# What a double click runs (the endings Outlook and Gmail block, as far as people still send them).
_RUNS = {
    ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".msi", ".msp", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh",
    ".ps1", ".hta", ".jar", ".lnk", ".reg", ".cpl", ".app", ".apk", ".dll", ".sh",
}  # fmt: skip
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MARKUP = (b"<!", b"<?", b"<html", b"<svg", b"<script", b"<head", b"<body")
MARKUP_ENDINGS = {".html", ".htm", ".xhtml", ".svg", ".xml", ".mht", ".mhtml", ".shtml"}


def sniff(head: bytes, *, name: str) -> str:
    """Return the media type of a file by its first bytes (give it at least 8 KiB of them where there are so many).

    Raises:
        UnsupportedType: if it is nothing we take in.
    """
    found = _by_magic(head) or _by_library(head, name) or _plain_text(head)
    if found is None:
        raise UnsupportedType
    return found


def is_program(head: bytes, *, name: str) -> bool:
    """Test whether a file would run when somebody opens it."""
    return PurePath(name.replace("\\", "/")).suffix.lower().strip() in _RUNS or head.startswith(_PROGRAMS)


def is_markup(head: bytes) -> bool:
    """Test whether a file is a page, a drawing or a script in one."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower().startswith(_MARKUP)


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
    return None if is_markup(head) or head.startswith(b"#!") else "text/plain"


def _looks_like_text(head: bytes) -> bool:
    try:
        words = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # a cut in the middle of the last character is no fault of the file
            return False
        words = head[: error.start].decode("utf-8")
    return not any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in words)
