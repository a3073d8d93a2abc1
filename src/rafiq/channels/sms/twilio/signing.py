"""Twilio's signature (twilio.com/docs/usage/security): HMAC-SHA1 over the address and the sorted fields."""

from __future__ import annotations

import base64
import hashlib
import hmac
import urllib.parse
from collections.abc import Iterator, Sequence


def signature(url: str, fields: Sequence[tuple[str, str]], *, auth_token: str) -> str:
    """This will sign a request as Twilio does: names sorted, repeated values of a name sorted and taken once."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def is_genuine(given: str, url: str, fields: Sequence[tuple[str, str]], *, auth_token: str) -> bool:
    """This will test a signature. Twilio signs some addresses with their usual port and some without: both count."""
    if not auth_token or not given:
        return False
    found = [
        hmac.compare_digest(given.encode(), signature(one, fields, auth_token=auth_token).encode())
        for one in _writings(url)
    ]
    return any(found)


def _writings(url: str) -> Iterator[str]:
    yield url
    parts = urllib.parse.urlsplit(url)
    host, usual = parts.hostname or "", {"http": 80, "https": 443}.get(parts.scheme)
    if parts.port is None and usual:
        yield urllib.parse.urlunsplit(parts._replace(netloc=f"{parts.netloc}:{usual}"))
    elif parts.port is not None:
        yield urllib.parse.urlunsplit(parts._replace(netloc=host))
