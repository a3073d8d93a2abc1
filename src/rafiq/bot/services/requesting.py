"""The company's own address is asked what an action needs: signed, not for long, and no more is read than can count.

Addresses inside the company's network and on this machine are meant to be asked: that is where its systems are. Only
administrators declare them; what customers say goes into values, never into the address's host or path.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx

from rafiq.bot.declaring import LiveAction
from rafiq.bot.models import Action
from rafiq.platform import http, signing
from rafiq.platform import secrets as vault

TIMEOUT: Final = httpx.Timeout(8.0, connect=4.0)
SECONDS: Final = 8.0
"""For a whole answer: one that comes a drop at a time is late, too."""
MOST_BYTES: Final = 64 * 1024
SHOWN: Final = 4_000
"""Characters of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the address said, or why it could not be asked (`is_away`: asking again may help).

    `words` are its beginning, to be shown. `json` is None where it is no JSON object, is too long, or holds what no
    database stores.
    """

    status: int | None = None
    words: str = ""
    json: Mapping[str, Any] | None = None
    problem: str = ""
    is_away: bool = False

    @property
    def is_good(self) -> bool:
        """Test whether a customer would be told a result."""
        return self.status is not None and 200 <= self.status < 300 and self.json is not None


def ask(
    action: LiveAction | Action, document: Mapping[str, Any], *, more: Mapping[str, object], at: datetime
) -> Answer:  # fmt: skip
    """Send a document (by GET its `values` and `more` in the address), and return what came back.

    The document's `id` is the key by which the other side knows a repetition. Asks the network.
    """
    try:
        request = _request(action, document, more, at=at)
        with http.client(timeout=TIMEOUT) as client, client.stream(**request) as response:
            body = _read(response)
            return Answer(status=response.status_code, words=_words(body), json=_json(body))
    except vault.Unreadable:
        return Answer(problem="the secret was encrypted with another key")
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return Answer(problem=f"{type(error).__name__}: {error}"[:300].replace("\0", ""), is_away=True)


def _request(
    action: LiveAction | Action, document: Mapping[str, Any], more: Mapping[str, object], *, at: datetime
) -> dict[str, Any]:  # fmt: skip
    url, body = action.url, b""
    if action.method == Action.Method.GET:
        given = {name: value for name, value in document["values"].items() if value is not None}
        url += ("&" if urlsplit(url).query else "?") + urlencode({**given, **more})
    else:
        body = json.dumps(document, ensure_ascii=False).encode()
    secret = vault.decrypt(action.secret) if action.secret else ""
    headers = {
        "Accept": "application/json", "User-Agent": "Rafiq", "Idempotency-Key": str(document["id"]),
        signing.HEADER: signing.signature(body or url.encode(), secret=secret, at=at),
        **({"Content-Type": "application/json"} if body else {}),
    }  # fmt: skip
    return {"method": action.method, "url": url, "content": body or None, "headers": headers}


def _read(response: httpx.Response) -> bytes:
    """Read an answer as it comes; of one that is too long, a little more than may be."""
    read, until = b"", time.monotonic() + SECONDS
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) > MOST_BYTES:
            break
        if time.monotonic() > until:
            raise httpx.ReadTimeout("the answer comes too slowly")
    return read


def _words(body: bytes) -> str:
    return body.decode(errors="replace").replace("\0", "")[:SHOWN]


def _json(body: bytes) -> dict[str, Any] | None:
    """Read a JSON object; NUL, halves of surrogate pairs and numbers that are none make it none."""
    try:
        found = json.loads(body.decode()) if len(body) <= MOST_BYTES else None
        written = json.dumps(found, ensure_ascii=False, allow_nan=False)
        written.encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "\\u0000" not in written else None
