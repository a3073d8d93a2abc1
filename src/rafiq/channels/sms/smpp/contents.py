"""What a deliver_sm holds: its letters, its part of a longer message; and a text as the submit_sm that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rafiq.channels.sms import gsm, numbers, splitting
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.sms.smpp.pdu import Address, Short, Tag
from rafiq.channels.sms.splitting import Encoding

UDH: Final = 0x40
DEFAULT, ASCII, LATIN, UCS2 = 0, 1, 3, 8
_OCTETS_ONLY: Final = 4
_BINARY: Final = {2, _OCTETS_ONLY}
RECEIPT: Final = 1

# The octets, the esm_class, the optional parameters.
type _Body = tuple[bytes, int, dict[int, bytes]]


@dataclass(frozen=True, slots=True)
class Portion:
    """One of `total` parts of the message its sender calls `reference` ("8:17", with the width of the number)."""

    reference: str
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class Content:
    """The user data without its header. `portion` is None for a message that is whole."""

    octets: bytes
    coding: int
    portion: Portion | None = None


def read(short: Short) -> Content:
    """This will take the headers off."""
    octets = short.payload
    portion = None
    if short.esm_class & UDH and octets and octets[0] < len(octets):
        end = octets[0] + 1
        portion, octets = _of_header(octets[1:end]), octets[end:]
    return Content(octets, short.data_coding, portion or _of_tlvs(short))


def letters(octets: bytes, coding: int, *, alphabet: str) -> str | None:
    """This will read user data; None where it is no text (a ring tone, a setting of the phone).

    `alphabet` is what the centre means by its default, 0 (5.2.19): gsm, latin1 or ascii.
    """
    kind = _kind(coding)
    if kind in _BINARY:
        return None
    if kind == UCS2:
        return octets.decode("utf-16-be", "replace")
    if kind == LATIN or (kind == DEFAULT and alphabet == "latin1"):
        return octets.decode("latin-1")
    if kind == ASCII or alphabet == "ascii":
        return octets.decode("ascii", "replace")
    return gsm.decode(octets)


def compose(text: str, *, to: str, link: Link, reference: int) -> list[Short]:
    """This will write a text as the messages that carry it, in order, all of them numbered `reference`.

    Raises:
        rafiq.channels.sms.splitting.TooLong: beyond 255 parts.
    """
    encoding = _writing(text, link)
    coding = UCS2 if encoding is Encoding.UCS2 else DEFAULT
    pieces = pieces_of(text, link)
    if len(pieces) > 1:
        parts = enumerate(pieces, 1)
        bodies = [_numbered(_octets(piece, encoding, link), reference, len(pieces), n, link) for n, piece in parts]
    elif link.long == "payload":
        bodies = [(b"", 0, {int(Tag.MESSAGE_PAYLOAD): _octets(text, encoding, link)})]
    else:
        bodies = [(_octets(text, encoding, link), 0, {})]
    return [_short(to, link, coding, body) for body in bodies]


def pieces_of(text: str, link: Link) -> list[str]:
    """This will cut a text as this link wants it: by headers, or not at all where the centre does that.

    Raises:
        rafiq.channels.sms.splitting.TooLong: beyond 255 parts.
    """
    if link.long == "payload":
        return [text]
    return splitting.split(text, reference_bits=link.reference_bits, encoding=_writing(text, link))


def _numbered(octets: bytes, reference: int, total: int, number: int, link: Link) -> _Body:
    if link.long == "sar":
        return octets, 0, {
            int(Tag.SAR_MSG_REF_NUM): reference.to_bytes(2),
            int(Tag.SAR_TOTAL_SEGMENTS): bytes([total]),
            int(Tag.SAR_SEGMENT_SEQNUM): bytes([number]),
        }  # fmt: skip
    head = splitting.header(reference=reference, total=total, number=number, bits=link.reference_bits)
    return head + octets, UDH, {}


def _short(to: str, link: Link, coding: int, body: _Body) -> Short:
    octets, esm_class, tlvs = body
    destination = Address(numbers.digits(to), link.destination_ton, link.destination_npi)
    return Short(
        source=link.source, destination=destination, esm_class=esm_class, registered_delivery=RECEIPT,
        data_coding=coding, octets=octets, tlvs=tlvs,
    )  # fmt: skip


def _writing(text: str, link: Link) -> Encoding:
    """Choose how to write a text for a centre whose default alphabet may not be the one of GSM."""
    encoding = splitting.encoding_of(text)
    if encoding is Encoding.UCS2 or link.alphabet == "gsm":
        return encoding
    most = "\x7f" if link.alphabet == "ascii" else "\xff"
    return encoding if all(letter <= most for letter in text) else Encoding.UCS2


def _octets(text: str, encoding: Encoding, link: Link) -> bytes:
    if encoding is Encoding.GSM and link.alphabet != "gsm":
        return text.encode("latin-1")
    return splitting.encode(text, encoding)


def _kind(coding: int) -> int:
    """Reduce a data coding to one of the plain ones: classes and waiting flags change only how a phone shows it."""
    group = coding >> 4
    if group == 0:
        return coding
    if group == 0xF:
        return _OCTETS_ONLY if coding & 0b100 else DEFAULT
    if group < 4 or group == 0xE:
        return UCS2 if group == 0xE or coding & 0b1100 == 0b1000 else (_OCTETS_ONLY if coding & 0b100 else DEFAULT)
    return DEFAULT


def _of_header(elements: bytes) -> Portion | None:
    """Find the number of a part among the elements of a user data header (3GPP TS 23.040, 9.2.3.24)."""
    at = 0
    while at + 2 <= len(elements):
        kind, length = elements[at], elements[at + 1]
        data = elements[at + 2 : at + 2 + length]
        if kind == 0x00 and len(data) == 3:
            return _portion("8", data[0], data[1], data[2])
        if kind == 0x08 and len(data) == 4:
            return _portion("16", int.from_bytes(data[:2]), data[2], data[3])
        at += 2 + length
    return None


def _of_tlvs(short: Short) -> Portion | None:
    reference, total, number = (
        int.from_bytes(short.tlvs.get(tag, b""))
        for tag in (Tag.SAR_MSG_REF_NUM, Tag.SAR_TOTAL_SEGMENTS, Tag.SAR_SEGMENT_SEQNUM)
    )
    return _portion("s", reference, total, number)


def _portion(width: str, reference: int, total: int, number: int) -> Portion | None:
    """Believe a numbering only if it makes sense; one of one is whole."""
    return Portion(f"{width}:{reference}", total, number) if total > 1 and 0 < number <= total <= 255 else None
