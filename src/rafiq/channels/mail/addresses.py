"""Addresses and Message-IDs of our own making: signed, so that nobody else can make one.

A reply address is `local+<token>.<signature>@domain` (sub-addressing, RFC 5233), where the token names a conversation
(`c` and its number in base 36) or one message (`m…`, used as envelope sender, so that a bounce names what bounced).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings

_TOKEN = re.compile(r"([cm])([0-9a-z]{1,13})\.([a-z2-7]{16})")
_OWN_ID = re.compile(r"rafiq\.([a-z2-7]{26})\.([a-z2-7]{16})@[^@\s]+")
MARK = "X-Rafiq-Letter"
LONGEST_LOCAL = 64
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Token:
    """What a signed address names: a conversation or a message, by number."""

    is_conversation: bool
    number: int


def plus_address(address: str, *, channel_key: str, conversation: int = 0, message: int = 0) -> str:
    """Put the token of a conversation (or of a message) into an address; "" where there is no room for one."""
    local, _, domain = address.rpartition("@")
    token = f"c{_base36(conversation)}" if conversation else f"m{_base36(message)}"
    signed = f"{local}+{token}.{_sign(f'{channel_key} {token}')}"
    return f"{signed}@{domain}" if len(signed) <= LONGEST_LOCAL else ""


def token_in(address: str, *, channel_key: str) -> Token | None:
    """Find the token in an address; None where there is none that we signed for this channel."""
    local = address.rpartition("@")[0].lower()
    found = _TOKEN.fullmatch(local.rpartition("+")[2])
    if found is None or not hmac.compare_digest(_sign(f"{channel_key} {found[1]}{found[2]}"), found[3]):
        return None
    return Token(found[1] == "c", int(found[2], 36))


def without_plus(address: str) -> str:
    """Return an address without what stands behind a +."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def message_id(key: str, *, domain: str) -> str:
    """Make the Message-ID (without brackets) of what is sent under a key: the same key, the same id."""
    name = _base32(hashlib.sha256(f"{settings.SECRET_KEY} {key}".encode()).digest())[:26]
    return f"rafiq.{name}.{_sign(f'id {name}')}@{domain}"


def is_our_message_id(rfc_id: str) -> bool:
    """Test whether this installation made a Message-ID."""
    found = _OWN_ID.fullmatch(rfc_id)
    return found is not None and hmac.compare_digest(_sign(f"id {found[1]}"), found[2])


def mark(key: str) -> str:
    """Make the value of the header by which our own letters are known when they come back."""
    name = _base32(hashlib.sha256(f"mark {key}".encode()).digest())[:16]
    return f"{name}.{_sign(f'mark {name}')}"


def is_our_mark(value: str) -> bool:
    """Test whether this installation made a mark."""
    name, _, signature = value.strip().partition(".")
    return hmac.compare_digest(_sign(f"mark {name}").encode(), signature.encode())


def _sign(words: str) -> str:
    key = hashlib.sha256(b"rafiq mail " + settings.SECRET_KEY.encode()).digest()
    return _base32(hmac.digest(key, words.encode(), "sha256"))[:16]


def _base32(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
