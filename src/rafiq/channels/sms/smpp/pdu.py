"""SMPP's protocol data units: octets to values and back (Short Message Peer to Peer v3.4, Issue 1.2, chapters 4 and 5).

Pure translation. Statuses and commands nobody knows stay numbers: centres invent their own.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Self

HEADER: Final = 16
LONGEST: Final = 128 * 1024
RESPONSE: Final = 0x80000000
VERSION: Final = 0x34


class Command(IntEnum):
    """Command ids (5.1.2.1)."""

    GENERIC_NACK = 0x80000000
    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    OUTBIND = 0x0B
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102
    DATA_SM = 0x103


class Status(IntEnum):
    """The command statuses this product acts upon (5.1.3)."""

    ROK = 0x00
    RINVCMDLEN = 0x02
    RINVCMDID = 0x03
    RALYBND = 0x05
    RSYSERR = 0x08
    RINVSRCADR = 0x0A
    RINVDSTADR = 0x0B
    RBINDFAIL = 0x0D
    RINVPASWD = 0x0E
    RINVSYSID = 0x0F
    RMSGQFUL = 0x14
    RTHROTTLED = 0x58
    RX_T_APPN = 0x64


class Tag(IntEnum):
    """Optional parameters (5.3.2)."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    SC_INTERFACE_VERSION = 0x0210
    NETWORK_ERROR_CODE = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class Malformed(Exception):
    """These octets are no unit of the protocol."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """One unit: its header's fields and the octets after it."""

    command: int
    sequence: int
    status: int = 0
    body: bytes = b""

    def encode(self) -> bytes:
        """This will write the unit with its length in front."""
        head = struct.pack("!IIII", HEADER + len(self.body), self.command, self.status, self.sequence)
        return head + self.body

    @classmethod
    def decode(cls, octets: bytes) -> Self:
        """This will read a whole unit.

        Raises:
            Malformed: if its length is not what it says.
        """
        if len(octets) < HEADER:
            raise Malformed("shorter than a header")
        length, command, status, sequence = struct.unpack_from("!IIII", octets)
        if length != len(octets):
            raise Malformed(f"{len(octets)} octets that claim to be {length}")
        return cls(command, sequence, status, octets[HEADER:])

    @property
    def is_response(self) -> bool:
        """Whether it answers a request."""
        return bool(self.command & RESPONSE)


@dataclass(frozen=True, slots=True)
class Address:
    """A number or name with its type and plan (5.2.5, 5.2.6)."""

    digits: str = ""
    ton: int = 0
    npi: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """The body of all three binds (4.1)."""

    system_id: str
    password: str = field(repr=False)
    system_type: str = ""
    version: int = VERSION
    address: Address = Address()

    def encode(self) -> bytes:
        """This will write the body."""
        names = _text(self.system_id, 16) + _text(self.password, 9) + _text(self.system_type, 13)
        kind = bytes([self.version, self.address.ton, self.address.npi])
        return names + kind + _text(self.address.digits, 41)

    @classmethod
    def decode(cls, body: bytes) -> Self:
        """This will read the body."""
        reader = Reader(body)
        system_id, password, system_type = reader.text(), reader.text(), reader.text()
        version, ton, npi = reader.octet(), reader.octet(), reader.octet()
        address = Address(reader.text(), ton, npi)
        return cls(system_id=system_id, password=password, system_type=system_type, version=version, address=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """The body that submit_sm (4.4.1) and deliver_sm (4.6.1) share; data_sm (4.7.1) is read into it."""

    source: Address = Address()
    destination: Address = Address()
    service_type: str = ""
    esm_class: int = 0
    protocol_id: int = 0
    priority: int = 0
    schedule: str = ""
    validity: str = ""
    registered_delivery: int = 0
    replace_if_present: int = 0
    data_coding: int = 0
    default_message_id: int = 0
    octets: bytes = b""
    tlvs: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        """The user data, wherever it stands: one of the two places is empty."""
        return self.octets or self.tlvs.get(Tag.MESSAGE_PAYLOAD, b"")

    def encode(self) -> bytes:
        """This will write the body.

        Raises:
            Malformed: if the octets are more than 254.
        """
        if len(self.octets) > 254:
            raise Malformed("a short message has at most 254 octets")
        flags = bytes([self.esm_class, self.protocol_id, self.priority])
        times = _text(self.schedule, 17) + _text(self.validity, 17)
        after = [self.registered_delivery, self.replace_if_present, self.data_coding, self.default_message_id]
        message = bytes([*after, len(self.octets)]) + self.octets
        addresses = _address(self.source) + _address(self.destination)
        return _text(self.service_type, 6) + addresses + flags + times + message + encode_tlvs(self.tlvs)

    @classmethod
    def decode(cls, body: bytes) -> Self:
        """This will read the body of a submit_sm or deliver_sm.

        Raises:
            Malformed: if it ends too early.
        """
        reader = Reader(body)
        service_type, source, destination = reader.text(), reader.address(), reader.address()
        esm_class, protocol_id, priority = reader.octet(), reader.octet(), reader.octet()
        schedule, validity = reader.text(), reader.text()
        registered, replace, coding, default = reader.octet(), reader.octet(), reader.octet(), reader.octet()
        octets = reader.take(reader.octet())
        return cls(
            service_type=service_type, source=source, destination=destination, esm_class=esm_class,
            protocol_id=protocol_id, priority=priority, schedule=schedule, validity=validity,
            registered_delivery=registered, replace_if_present=replace, data_coding=coding,
            default_message_id=default, octets=octets, tlvs=reader.tlvs(),
        )  # fmt: skip

    @classmethod
    def decode_data(cls, body: bytes) -> Self:
        """This will read the body of a data_sm.

        Raises:
            Malformed: if it ends too early.
        """
        reader = Reader(body)
        service_type, source, destination = reader.text(), reader.address(), reader.address()
        esm_class, registered, coding = reader.octet(), reader.octet(), reader.octet()
        return cls(
            service_type=service_type, source=source, destination=destination, esm_class=esm_class,
            registered_delivery=registered, data_coding=coding, tlvs=reader.tlvs(),
        )  # fmt: skip


class Reader:
    """Reads fields one after another."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    def octet(self) -> int:
        """This will read one octet."""
        return self.take(1)[0]

    def take(self, count: int) -> bytes:
        """This will read so many octets.

        Raises:
            Malformed: if there are fewer.
        """
        end = self._at + count
        if end > len(self._octets):
            raise Malformed("it ends in the middle of a field")
        taken, self._at = self._octets[self._at : end], end
        return taken

    def text(self) -> str:
        """This will read a C-octet string.

        Raises:
            Malformed: if it never ends.
        """
        end = self._octets.find(b"\0", self._at)
        if end < 0:
            raise Malformed("a string without an end")
        taken, self._at = self._octets[self._at : end], end + 1
        return taken.decode("latin-1")

    def address(self) -> Address:
        """This will read type, plan and digits."""
        ton, npi = self.octet(), self.octet()
        return Address(self.text(), ton, npi)

    def tlvs(self) -> dict[int, bytes]:
        """This will read all optional parameters that are left; a torn one at the end is passed over."""
        found: dict[int, bytes] = {}
        while self._at + 4 <= len(self._octets):
            tag, length = struct.unpack_from("!HH", self._octets, self._at)
            if self._at + 4 + length > len(self._octets):
                break
            found[tag] = self._octets[self._at + 4 : self._at + 4 + length]
            self._at += 4 + length
        return found


def encode_tlvs(tlvs: Mapping[int, bytes]) -> bytes:
    """This will write optional parameters."""
    return b"".join(struct.pack("!HH", tag, len(value)) + value for tag, value in tlvs.items())


def message_id(body: bytes) -> str:
    """This will read the id out of a submit_sm_resp (4.4.2); an empty body has none."""
    return body.split(b"\0", 1)[0].decode("latin-1")


def encode_id(provider_id: str = "") -> bytes:
    """This will write the body of a submit_sm_resp or deliver_sm_resp."""
    return provider_id.encode("latin-1", "replace") + b"\0"


def _address(address: Address) -> bytes:
    return bytes([address.ton, address.npi]) + _text(address.digits, 21)


def _text(text: str, limit: int) -> bytes:
    """Write a C-octet string of at most `limit` octets, the closing zero among them."""
    return text.encode("latin-1", "replace").replace(b"\0", b"")[: limit - 1] + b"\0"
