"""Signatures of what we tell other programs: they prove who sent it, and when."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

HEADER = "Rafiq-Signature"


def signature(body: bytes, *, secret: str, at: datetime) -> str:
    """Sign a document as sent at a moment: `t=<seconds>,v1=<hex>`, the HMAC-SHA256 of `<seconds>.<body>`."""
    seconds = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
