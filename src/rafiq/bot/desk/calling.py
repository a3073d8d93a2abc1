"""Trying an action against the company's own address, for an administrator; no conversation has part in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import httpx

from rafiq.bot.models import Action
from rafiq.platform import http, signing
from rafiq.platform import secrets as vault

TIMEOUT = httpx.Timeout(8.0, connect=4.0)
SHOWN = 4_000  # characters of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the address said: a status and its words, or why it could not be asked."""

    status: int | None = None
    body: str = ""
    problem: str = ""
    json: Mapping[str, Any] | None = None

    @property
    def is_good(self) -> bool:
        """Test whether a customer would be told a result."""
        return self.status is not None and 200 <= self.status < 300 and self.json is not None


def call(action: Action, values: Mapping[str, Any], *, language: str, at: datetime) -> Answer:
    """Send a request as the bot would, marked as a test, and return what came back. Asks the network."""
    try:
        with (
            http.client(timeout=TIMEOUT) as client,
            client.stream(**_request(action, values, language, at=at)) as response,
        ):
            return _answer(response.status_code, _read(response))
    except vault.Unreadable:
        return Answer(problem="the secret was encrypted with another key")
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return Answer(problem=f"{type(error).__name__}: {error}"[:300].replace("\0", ""))


def _request(action: Action, values: Mapping[str, Any], language: str, *, at: datetime) -> dict[str, Any]:
    key, url, body = str(uuid4()), action.url, b""
    if action.method == Action.Method.GET:
        url += ("&" if urlsplit(url).query else "?") + urlencode({**values, "test": "1"})
    else:
        sent = {"id": key, "action": action.name, "values": dict(values), "language": language, "test": True}
        body = json.dumps(sent, ensure_ascii=False).encode()
    secret = vault.decrypt(action.secret) if action.secret else ""
    headers = {
        "Accept": "application/json", "User-Agent": "Rafiq", "Idempotency-Key": key,
        signing.HEADER: signing.signature(body or url.encode(), secret=secret, at=at),
        **({"Content-Type": "application/json"} if body else {}),
    }  # fmt: skip
    return {"method": action.method, "url": url, "content": body or None, "headers": headers}


def _read(response: httpx.Response) -> bytes:
    read = b""
    for chunk in response.iter_bytes(8192):
        read += chunk
        if len(read) > 64 * 1024:
            break
    return read


def _answer(status: int, body: bytes) -> Answer:
    words = body.decode(errors="replace").replace("\0", "")
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        found = None
    known = found if isinstance(found, dict) else None
    return Answer(status=status, body=words[:SHOWN], json=known)
