"""The files inside of winmail.dat, which Outlook sends to those who have no Outlook (MS-OXTNEF)."""

from __future__ import annotations

import mimetypes
from typing import NamedTuple

from tnefparse import TNEF  # type: ignore[import-untyped]

from . import charsets

MAGIC = b"\x78\x9f\x3e\x22"
TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
_LARGEST = 60_000_000
_MOST_FILES = 200


class Opened(NamedTuple):
    """What lay in the file: (name, type, content) each, and the text of the mail where it is only there."""

    files: list[tuple[str, str, bytes]]
    text: str
    html: str


def read(data: bytes) -> Opened | None:
    """Open the file, or return None where it is broken."""
    if not data.startswith(MAGIC) or len(data) > _LARGEST:
        return None
    try:
        found = TNEF(data, do_checksum=False)
        files = [_file(item) for item in found.attachments[:_MOST_FILES]]
        text, html = _text(found.body), _text(found.htmlbody)
    except Exception:  # the library gives up on broken files in many ways
        return None
    return Opened([file for file in files if file[2]], text, html)


def _file(item: object) -> tuple[str, str, bytes]:
    name = _text(getattr(item, "long_filename", lambda: "")()) or _text(getattr(item, "name", ""))
    data = getattr(item, "data", b"")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return name.strip("\x00 "), kind, data if isinstance(data, bytes) else b""


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return charsets.decode(value)[0]
    return charsets.clean(value) if isinstance(value, str) else ""
