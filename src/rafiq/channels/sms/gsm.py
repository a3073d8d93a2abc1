"""The 7-bit default alphabet of GSM and its extension table (3GPP TS 23.038, clause 6.2.1), one octet a septet."""

from __future__ import annotations

from typing import Final

ESCAPE: Final = 0x1B
_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip
_CODES: Final[dict[str, bytes]] = {
    **{letter: bytes([code]) for code, letter in enumerate(_BASIC) if code != ESCAPE},
    **{letter: bytes([ESCAPE, code]) for code, letter in _EXTENDED.items()},
}


def septets(letter: str) -> int:
    """This will return how many septets a letter takes (1 or 2), 0 when the alphabet has none for it."""
    return len(_CODES.get(letter, b""))


def fits(text: str) -> bool:
    """This will test whether every letter of a text is in the alphabet."""
    return all(letter in _CODES for letter in text)


def encode(text: str) -> bytes:
    """This will write a text with one octet a septet, as SMPP carries it.

    Raises:
        KeyError: if a letter is not in the alphabet.
    """
    return b"".join(_CODES[letter] for letter in text)


def decode(septets: bytes) -> str:
    """This will read septets, one an octet; what the tables do not know is read as TS 23.038 tells receivers to."""
    read: list[str] = []
    is_escaped = False
    for octet in septets:
        code = octet & 0x7F
        if is_escaped:
            # An extension nobody knows shows the letter of the basic table.
            read.append(_EXTENDED.get(code, " " if code == ESCAPE else _BASIC[code]))
            is_escaped = False
        elif code == ESCAPE:
            is_escaped = True
        else:
            read.append(_BASIC[code])
    return "".join(read)
