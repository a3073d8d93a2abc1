"""How a text becomes short messages: its encoding, its parts, and the header that numbers them.

Sizes are those of 3GPP TS 23.040 (9.2.3.24.1 and 9.2.3.24.8): 140 octets, of which the header of a part takes six
(8-bit reference) or seven (16-bit).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from rafiq.channels.sms import gsm

OCTETS: Final = 140
MOST_PARTS: Final = 255
_LAST_OF_PLANE_ZERO: Final = "\uffff"


class Encoding(StrEnum):
    """How the letters of a message are written."""

    GSM = "gsm7"
    UCS2 = "ucs2"


class Count(NamedTuple):
    """What a text costs: parts, its encoding, and how many units (septets, UTF-16 units) are left in the last part."""

    parts: int
    encoding: Encoding
    left: int


class TooLong(Exception):
    """More parts than a header can number."""


def encoding_of(text: str) -> Encoding:
    """This will tell how a text must be written: one letter outside the GSM alphabet makes all of it UCS-2."""
    return Encoding.GSM if gsm.fits(text) else Encoding.UCS2


def count(text: str, *, reference_bits: int = 8) -> Count:
    """This will tell what a text costs, exactly as `split` will cut it."""
    encoding = encoding_of(text)
    parts = _cut(text, encoding, reference_bits)
    room = _room(encoding, header_octets(reference_bits) if len(parts) > 1 else 0)
    return Count(len(parts), encoding, room - units(parts[-1], encoding))


def split(text: str, *, reference_bits: int = 8, encoding: Encoding | None = None) -> list[str]:
    """This will cut a text into parts that each fit one short message; joined they are the text again.

    Letters that take two units (surrogate pairs, escape pairs) are never cut.

    Raises:
        TooLong: beyond 255 parts.
    """
    parts = _cut(text, encoding or encoding_of(text), reference_bits)
    if len(parts) > MOST_PARTS:
        raise TooLong
    return parts


def units(text: str, encoding: Encoding) -> int:
    """This will measure a text in the units of its encoding."""
    return sum(_unit(letter, encoding) for letter in text)


def encode(text: str, encoding: Encoding) -> bytes:
    """This will write a text: GSM with one octet a septet, UCS-2 as UTF-16, the high octet first."""
    return gsm.encode(text) if encoding is Encoding.GSM else text.encode("utf-16-be", "replace")


def header(*, reference: int, total: int, number: int, bits: int = 8) -> bytes:
    """This will write the user data header of one part of several, its length in front."""
    if bits == 16:
        return bytes([6, 0x08, 4, reference >> 8 & 0xFF, reference & 0xFF, total, number])
    return bytes([5, 0x00, 3, reference & 0xFF, total, number])


def header_octets(bits: int) -> int:
    """This will return the size of that header."""
    return 7 if bits == 16 else 6


def _room(encoding: Encoding, taken: int) -> int:
    left = OCTETS - taken
    return left * 8 // 7 if encoding is Encoding.GSM else left // 2


def _unit(letter: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM:
        return gsm.septets(letter)
    return 2 if letter > _LAST_OF_PLANE_ZERO else 1


def _cut(text: str, encoding: Encoding, bits: int) -> list[str]:
    if units(text, encoding) <= _room(encoding, 0):
        return [text]
    room = _room(encoding, header_octets(bits))
    parts, begin, filled = [], 0, 0
    for place, letter in enumerate(text):
        size = _unit(letter, encoding)
        if filled + size > room:
            parts.append(text[begin:place])
            begin, filled = place, 0
        filled += size
    return [*parts, text[begin:]]
