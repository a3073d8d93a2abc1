"""Encoded words (RFC 2047) and raw 8-bit headers (RFC 6532), and what becomes of them on the way."""

from __future__ import annotations

import binascii
import re

from . import charsets

WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,20})\?=")
_GAP = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def unfold(value: str) -> str:
    """Join the lines of a folded header."""
    return _FOLD.sub(" ", value) if "\n" in value or "\r" in value else value


def decode(value: str, *, hint: str = "") -> str:
    """Return what a header says to a reader.

    `value` holds one character a byte (Latin-1); `hint` is the character set of the body, for headers that
    were sent as they are.
    """
    if value.isascii() and value.isprintable() and "=?" not in value:
        return value.strip()
    if "\n" in value:
        value = _FOLD.sub(" ", value)
    if "=?" in value:
        value = _decode_words(_GAP.sub(r"\1", value), hint)
    elif not value.isascii():
        value = _decode_raw(value, hint)
    return charsets.clean(value).strip()


def _decode_raw(value: str, hint: str) -> str:
    try:
        return charsets.decode(value.encode("latin-1"), hint)[0]
    except UnicodeEncodeError:
        return value


def _decode_words(value: str, hint: str) -> str:
    """Decode all words; neighbours of one character set are joined first, for letters cut in two."""
    pieces: list[str] = []
    run = b""
    run_charset = ""
    end = 0
    for match in WORD.finditer(value):
        between = value[end : match.start()]
        charset = match[1].partition("*")[0].lower()
        if run and (between or charset != run_charset):
            pieces.append(charsets.decode(run, run_charset)[0])
            run = b""
        if between:
            pieces.append(between if between.isascii() else _decode_raw(between, hint))
        run += _bytes(match[2], match[3])
        run_charset = charset
        end = match.end()
    if run:
        pieces.append(charsets.decode(run, run_charset)[0])
    rest = value[end:]
    pieces.append(rest if rest.isascii() else _decode_raw(rest, hint))
    return "".join(pieces)


def _bytes(encoding: str, text: str) -> bytes:
    if encoding in "qQ":
        raw = text.encode("latin-1", "replace")
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    letters = _NOT_BASE64.sub("", text)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
