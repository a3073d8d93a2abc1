"""Secrets at rest: encrypted with a key derived from the installation's own."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """The secret was encrypted with another installation's key."""


def encrypt(plain: str) -> str:
    """Encrypt a secret for storage (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _fernet().encrypt(plain.encode()).decode()


def decrypt(stored: str) -> str:
    """Return the secret as it was given.

    Raises:
        Unreadable: if the key of this installation is not the one it was stored with.
    """
    try:
        return _fernet().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _fernet() -> Fernet:
    key = hashlib.sha256(b"rafiq secrets " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
