"""Who a visitor is: an anonymous signed token, and what the host page vouches for."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings


class ForgedToken(Exception):
    """The token was not issued by this installation."""


class NotVouchedFor(Exception):
    """The HMAC is wrong, or nothing was signed."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a host page says of a visitor: one signed identity, and claims that are only its word."""

    email: str = ""
    external_id: str = ""
    name: str = ""
    claimed_email: str = ""
    claimed_phone: str = ""


def new_token() -> str:
    """Return a token for a new visitor: 144 random bits and our signature; nothing is stored."""
    body = secrets.token_urlsafe(18)
    return f"{body}.{_signature(body)}"


def thread_of(token: str) -> str:
    """Return the public, stable name of the visitor's thread: a digest, so that the database holds no tokens.

    Raises:
        ForgedToken: if we did not sign it.
    """
    body, _, signature = token.partition(".")
    if not body.isascii() or not hmac.compare_digest(_signature(body).encode(), signature.encode("utf-8", "replace")):
        raise ForgedToken
    return hashlib.sha256(body.encode()).hexdigest()[:40]


def vouched(claims: Mapping[str, str], *, secret: str) -> Vouched:
    """Check what the host page says: `hmac` is HMAC-SHA256 (hex) over the external id if given, else the e-mail.

    Only the signed one counts as true; the rest could have been changed in the browser.

    Raises:
        NotVouchedFor: if the HMAC is not right.
    """
    external_id, email = claims.get("external_id", "").strip(), claims.get("email", "").strip()
    signed = external_id or email
    expected = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    if not signed or not secret or not hmac.compare_digest(expected.encode(), claims.get("hmac", "").lower().encode()):
        raise NotVouchedFor
    return Vouched(
        external_id=external_id,
        email="" if external_id else email,
        name=claims.get("name", "").strip(),
        claimed_email=email if external_id else "",
        claimed_phone=claims.get("phone", "").strip(),
    )


def _signature(body: str) -> str:
    key = hashlib.sha256(b"rafiq visitor " + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()[:32]
