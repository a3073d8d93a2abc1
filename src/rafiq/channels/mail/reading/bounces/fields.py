"""The blocks of fields that machines write into reports (RFC 3464, §2; RFC 5965, §3)."""

from __future__ import annotations

import re

from rafiq.channels.mail.reading import charsets

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n+")
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(
    r"(?<![\d.\-/:])([45])\d\d(?=[\s\-:;,)\]\"']|\Z)(?!\s*(?:bytes|kb|mb|hours|days|seconds|minutes))", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:^|[\s<:;\"'(,\[])([^\s<>\"'();:,\[\]]{1,128}@[^\s<>\"'();:,\[\]]{1,255})")
_QUOTED_LOCAL = re.compile(r'("[^"\n]{1,100}"@[^\s<>"\'();:,\[\]]{1,255})')

Block = dict[str, str]


def blocks(text: str) -> list[Block]:
    """Read the blocks of a report; names are in small letters, the first field of a name counts."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = []
    for piece in _BLANK.split(text.strip("\n")):
        block: Block = {}
        for name, value in _FIELD.findall(piece):
            block.setdefault(name.lower(), " ".join(value.split()))
        if block:
            found.append(block)
    return found


def address(value: str) -> str:
    """Take the address out of `rfc822; <somebody@example.org>` and its like, or return nothing."""
    value = charsets.clean(value[:1000])
    if quoted := _QUOTED_LOCAL.search(value):
        return quoted[1]
    match = _ADDRESS.search(value)
    return match[1].rstrip(".") if match else ""


def bare(value: str) -> str:
    """Return what stands behind the type of an address, where no domain is told: `rfc822; root`."""
    return value.rpartition(";")[2].strip().strip("<>").strip()


def status(value: str) -> str:
    """Take the status of RFC 3463 out of a text, or return nothing."""
    match = _STATUS.search(value[:4000])
    return match[1] if match else ""


def class_of_reply(value: str) -> str:
    """Return `5.0.0` or `4.0.0` for a text that holds only the reply of SMTP (RFC 5321, §4.2): `550`."""
    match = _REPLY.search(value[:4000])
    return f"{match[1]}.0.0" if match else ""
