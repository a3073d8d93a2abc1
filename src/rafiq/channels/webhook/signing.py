"""Signatures both ways: `Rafiq-Signature: t=<Unix time>,v1=<HMAC-SHA256 of "<t>.<body>", hex>`.

The time is signed too, so that a call that was overheard is worth nothing five minutes later. Several `v1` may stand
in one header while a secret is being changed.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

HEADER = "Rafiq-Signature"
TOLERANCE = timedelta(minutes=5)
LONGEST = 2000


class Forged(Exception):
    """The signature is missing, malformed, too old, or not made with this secret."""


def sign(body: bytes, *, secret: str, at: datetime) -> str:
    """Return the header's value for a body."""
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={_mac(moment, body, secret)}"


def check(header: str, body: bytes, *, secret: str, at: datetime) -> None:
    """Test that whoever knows the secret signed this body within the last minutes.

    Raises:
        Forged: if not.
    """
    pairs = [part.strip().partition("=")[::2] for part in header[:LONGEST].split(",")]
    moment = next((value for name, value in pairs if name == "t"), "")
    given = [value for name, value in pairs if name == "v1"]
    if not secret or not given or not (moment.isascii() and moment.isdecimal() and len(moment) <= 11):
        raise Forged("there is no signature of the form t=…,v1=…")
    expected = _mac(moment, body, secret).encode()
    if not any(hmac.compare_digest(expected, one.encode(errors="replace")) for one in given):
        raise Forged("the signature was not made with this channel's secret over this body")
    if abs(at - datetime.fromtimestamp(int(moment), UTC)) > TOLERANCE:
        raise Forged("the signature is older than five minutes, or the clocks differ by as much")


def _mac(moment: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
