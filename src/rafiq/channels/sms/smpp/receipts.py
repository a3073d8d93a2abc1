"""Delivery receipts: what a message centre says became of a part, in the dialects centres speak.

The text `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…` is only a custom (Appendix B); the optional
parameters receipted_message_id and message_state (5.3.2.12, 5.3.2.35) are the standard and win where they are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rafiq.channels.sms.smpp.pdu import Short, Tag

DELIVERED, FAILED, UNDERWAY = "DELIVERED", "FAILED", ""
_ID = re.compile(r"\bid:\s*([^\s:]+)", re.IGNORECASE)
_STAT = re.compile(r"\bstat(?:us)?:\s*([A-Za-z]+)", re.IGNORECASE)
_ERR = re.compile(r"\berr:\s*([0-9A-Za-z]+)", re.IGNORECASE)
_STATES = {2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN", 8: "REJECTD"}
_FATES = {
    "DELIVRD": DELIVERED, "DELIVERED": DELIVERED, "EXPIRED": FAILED, "DELETED": FAILED, "UNDELIV": FAILED,
    "UNDELIVERABLE": FAILED, "REJECTD": FAILED, "REJECTED": FAILED, "FAILED": FAILED,
}  # fmt: skip
# esm_class, bits 5 to 2: a receipt, an acknowledgement of a phone or of its owner, an intermediate notice (5.2.12).
_KINDS = 0b0011_1100


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the part a centre calls `ids[0]`, or by one of the other writings of that id."""

    ids: tuple[str, ...]
    fate: str
    state: str
    error: str = ""


def read(short: Short) -> Receipt | None:
    """This will read a receipt; None where a person wrote."""
    text = short.payload.decode("latin-1")
    found, stated = _ID.search(text), _STAT.search(text)
    named = short.tlvs.get(Tag.RECEIPTED_MESSAGE_ID, b"").split(b"\0")[0].decode("latin-1")
    # Some centres forget the flag, but nobody writes both words by accident.
    is_receipt = bool(short.esm_class & _KINDS) or bool(named) or bool(found and stated)
    provider_id = named or (found[1] if found else "")
    if not is_receipt or not provider_id:
        return None
    number = short.tlvs.get(Tag.MESSAGE_STATE, b"\0")[-1:]
    state = _STATES.get(int.from_bytes(number)) or (stated[1].upper() if stated else "ENROUTE")
    error = _ERR.search(text)
    return Receipt(writings(provider_id), _FATES.get(state, UNDERWAY), state, error[1] if error else "")


def is_notice(short: Short) -> bool:
    """This will test whether a centre speaks for itself, so that nobody takes it for a customer's words."""
    return bool(short.esm_class & _KINDS)


def writings(provider_id: str) -> tuple[str, ...]:
    """This will list how the same id may have been written in the answer: decimal here, hexadecimal there."""
    found = [provider_id]
    if provider_id.isascii() and provider_id.isdecimal():
        number = int(provider_id)
        found += [f"{number}", f"{number:x}", f"{number:X}", f"{number:08x}", f"{number:08X}", f"{number:010d}"]
    if re.fullmatch(r"[0-9A-Fa-f]{1,32}", provider_id):
        number = int(provider_id, 16)
        found += [f"{number}", f"{number:010d}", provider_id.lower(), provider_id.upper(), provider_id.lstrip("0")]
    return tuple(dict.fromkeys(one for one in found if one))
