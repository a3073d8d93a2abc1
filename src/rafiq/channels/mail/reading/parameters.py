"""The values of Content-Type and Content-Disposition with their parameters (RFC 2045, RFC 2231)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from . import charsets, words

_LONGEST = 20_000
_VALUE = re.compile(r"\s*([^\s;,\"]*)")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')


class Value(NamedTuple):
    """What stands before the first semicolon, in small letters, and the parameters, decoded."""

    value: str
    parameters: dict[str, str]


@lru_cache(maxsize=1024)
def parse(header: str) -> Value:
    """Read such a header; what makes no sense in it is passed over. The answer is shared: do not change it."""
    header = header[:_LONGEST]
    first = _VALUE.match(header)
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, quoted, bare in _PARAMETER.findall(header):
        value = _ESCAPED.sub(r"\1", quoted) if quoted else words.unfold(bare).strip()
        key = name.lower()
        if "*" in key:
            _collect(pieces, key, value)
        else:
            plain.setdefault(key, value)
    parameters = {
        key: words.decode(value) if "=?" in value or not value.isascii() else value for key, value in plain.items()
    }
    parameters |= {key: _join(numbered) for key, numbered in pieces.items()}
    return Value(first[1].lower() if first else "", parameters)


def _collect(pieces: dict[str, dict[int, tuple[str, bool]]], key: str, value: str) -> None:
    name, _, rest = key.partition("*")
    number = rest.rstrip("*")
    if number.isdecimal() and len(number) < 4:
        pieces.setdefault(name, {})[int(number)] = (value, rest.endswith("*"))
    elif not number:
        pieces.setdefault(name, {})[0] = (value, True)


def _join(numbered: dict[int, tuple[str, bool]]) -> str:
    """Put the pieces of a continued value together and decode them as one, as letters may be cut in two."""
    charset = ""
    data = b""
    for place, (_, (value, is_encoded)) in enumerate(sorted(numbered.items())):
        rest = value
        if place == 0 and is_encoded and value.count("'") >= 2:
            charset, _, rest = value.split("'", 2)  # the rest is the value
        raw = rest.encode("latin-1", "replace")
        data += unquote_to_bytes(raw) if is_encoded else raw
    text = charsets.decode(data, charset or "utf-8")[0]
    return words.decode(text) if "=?" in text and text.isascii() else text
