"""Signed and encrypted mail (RFC 8551, RFC 3156, RFC 9580): told as such; what was only signed is read.

Nothing is verified or decrypted here: that needs keys, and is for the person's own program.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .parts import Part

_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNED = {
    "multipart/signed", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
}  # fmt: skip
_BEGIN = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z]{2,20}:[^\n]*\n)*[ \t]*\n", re.MULTILINE)
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_DASHES = re.compile(r"^- ", re.MULTILINE)
_DATA_OID = bytes.fromhex("06092a864886f70d010701")
_SIGNED_OID = bytes.fromhex("06092a864886f70d010702")
_LARGEST = 30_000_000


class Protection(NamedTuple):
    """How a mail is signed and encrypted: `smime`, `pgp`, or not."""

    signed: str
    encrypted: str


def of(parts: list[Part]) -> Protection:
    """Tell how the parts of a mail are protected."""
    signed = encrypted = ""
    for part in parts:
        protocol = part.parameters.get("protocol", "").lower()
        if part.type in _SIGNED:
            is_pgp = "pgp" in protocol or "pgp" in part.type
            signed = "pgp" if is_pgp else signed or "smime"
        elif part.type in {"multipart/encrypted", "application/pgp-encrypted"}:
            encrypted = "pgp" if "pgp" in protocol or "pgp" in part.type or not protocol else "smime"
        elif part.type in _SMIME:
            if is_signed_data(part):
                signed = "smime"
            elif part.parameters.get("smime-type", "").lower() not in {"certs-only", "compressed-data"}:
                encrypted = "smime"
    return Protection(signed, encrypted)


def is_signed_data(part: Part) -> bool:
    """Tell whether an S/MIME part is signed only, so that its content is there to be read."""
    kind = part.parameters.get("smime-type", "").lower()
    return kind == "signed-data" or (not kind and _SIGNED_OID in part.content[:40])


def content(part: Part) -> bytes | None:
    """Take the signed content out of an S/MIME part (CMS, RFC 5652, §5), or return None."""
    data = part.content
    if not data.startswith(b"\x30") or len(data) > _LARGEST:
        return None
    place = data.find(_DATA_OID)
    if place < 0:
        return None
    try:
        return _octets(data, place + len(_DATA_OID))
    except (IndexError, ValueError):
        return None


def _octets(data: bytes, place: int) -> bytes | None:
    """Read the OCTET STRING, whole or in pieces (BER), that follows within [0]."""
    tag, _, place = _head(data, place)
    if tag != 0xA0:
        return None
    tag, length, place = _head(data, place)
    if tag == 0x04 and length is not None:
        return data[place : place + length]
    if tag != 0x24:
        return None
    end = len(data) if length is None else place + length
    pieces = []
    while place < end:
        tag, length, place = _head(data, place)
        if tag != 0x04 or length is None:
            break
        pieces.append(data[place : place + length])
        place += length
    return b"".join(pieces)


def _head(data: bytes, place: int) -> tuple[int, int | None, int]:
    """Read a tag and a length; return both and where the value begins. The length is None where it is not told."""
    tag, first = data[place], data[place + 1]
    place += 2
    if first == 0x80:
        return tag, None, place
    if first < 0x80:
        return tag, first, place
    size = first & 0x7F
    return tag, int.from_bytes(data[place : place + size]), place + size


def unarmour(text: str) -> tuple[str, str]:
    """Take the armour off a text that was signed in place; return the text and `pgp`, or nothing where it was not.

    Raises nothing: what looks odd is left as it is.
    """
    if "-----BEGIN PGP" not in text:
        return text, ""
    kept: list[str] = []
    place = 0
    while begin := _BEGIN.search(text, place):
        signature = text.find(_SIGNATURE, begin.end() - 1)
        if signature < 0:
            break
        end = text.find(_END, signature)
        kept += [text[place : begin.start()], _DASHES.sub("", text[begin.end() : signature]), "\n"]
        place = end + len(_END) if end >= 0 else len(text)
    if kept:
        return "".join([*kept, text[place:]]), "signed"
    return text, "encrypted" if "-----BEGIN PGP MESSAGE-----" in text else ""
