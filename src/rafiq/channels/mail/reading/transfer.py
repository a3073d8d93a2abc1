"""Content-Transfer-Encoding (RFC 2045, §6), and uuencoded files inside of texts."""

from __future__ import annotations

import binascii
import re
from collections.abc import Buffer
from typing import NamedTuple

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,250})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$\n?", re.MULTILINE)
_NEWLINES = re.compile(rb"\r\n?")


class Decoded(NamedTuple):
    """The bytes that were meant, and whether they came in order."""

    data: bytes
    is_whole: bool


def decode(data: Buffer, encoding: str) -> Decoded:
    """Undo a transfer encoding; what cannot be decoded is returned as far as it goes."""
    if encoding == "base64":
        return _base64(data)
    if encoding == "quoted-printable":
        return Decoded(binascii.a2b_qp(data), is_whole=True)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _whole_uu(bytes(data))
    return Decoded(bytes(data), is_whole=True)


def _base64(data: Buffer) -> Decoded:
    try:
        return Decoded(binascii.a2b_base64(data), is_whole=True)
    except binascii.Error:
        letters = bytes(data).translate(None, _NOT_BASE64)
        letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
        return Decoded(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)), is_whole=False)


def _whole_uu(data: bytes) -> Decoded:
    files, rest = take_uu(data)
    if files:
        return Decoded(files[0][1], is_whole=not rest.strip())
    return Decoded(data, is_whole=False)


def take_uu(data: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Take the uuencoded files out of a text; return them as (name, content), and the text that is left."""
    files: list[tuple[bytes, bytes]] = []
    kept: list[bytes] = []
    place = 0
    while begin := _UU_BEGIN.search(data, place):
        end = _UU_END.search(data, begin.end())
        content = _uu_lines(data[begin.end() : end.start()], is_base64=begin[0][5:6] == b"-") if end else None
        if end is None or content is None:
            kept.append(data[place : begin.end()])
            place = begin.end()
            if end is None:
                break
            continue
        kept.append(data[place : begin.start()])
        files.append((begin[1].strip(), content))
        place = end.end()
    return files, b"".join([*kept, data[place:]])


def _uu_lines(data: bytes, *, is_base64: bool) -> bytes | None:
    """Decode the lines between `begin` and `end`, or return None where they are no such thing."""
    if is_base64:
        return _base64(data).data
    pieces = []
    for line in _NEWLINES.sub(b"\n", data).split(b"\n"):
        if not line or line == b"`":
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = ((line[0] - 32 & 63) * 4 + 5) // 3  # some encoders pad lines with rubbish
            try:
                pieces.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return None
    return b"".join(pieces)


def newlines(data: bytes) -> bytes:
    """Write all line ends as one character."""
    return _NEWLINES.sub(b"\n", data) if b"\r" in data else data
