"""Calling an instance: JSON both ways, what its refusals mean, and how long it wants us to wait.

https://docs.joinmastodon.org/client/intro/ and https://docs.joinmastodon.org/api/rate-limits/
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.mastodon.account import Account
from rafiq.channels.transport import shapes, unreached
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import http

logger = logging.getLogger(__name__)

AWAY: Final = gettext_noop("The instance cannot be reached.")
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
REMEMBERED_SECONDS = 3600.0
PATIENCE = 60.0
LIMIT, MOST_FILES = 500, 4


class Refused(Exception):
    """The instance said no: `code` as HTTP has it, its own words, and seconds to wait where it asks for patience."""

    def __init__(self, code: int, words: str, *, retry_after: float = 0.0) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.retry_after = retry_after


class Unreachable(ConnectionError):
    """No answer, or none that can be understood: what was asked may have been done or not."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its status (200, 202, 206) and what it holds."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an instance says about itself: the domain in its people's addresses, its limits, where it streams."""

    domain: str
    limit: int
    most_files: int
    streaming: str


_known: dict[str, tuple[float, About]] = {}
_lock = threading.Lock()


def get(account: Account, path: str, params: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401  # JSON
    """Ask for something.

    Raises:
        Refused: if the instance says no.
        Unreachable: if it does not answer, or not in JSON.
    """
    return ask(account, "GET", path, params=dict(params or {})).body


def ask(account: Account, method: str, path: str, **more: Any) -> Said:  # noqa: ANN401  # handed on to httpx
    """Make a request; `more` is httpx's.

    Raises:
        Refused: if the instance says no.
        Unreachable: if it does not answer, or not in JSON.
    """
    headers = account.headers | more.pop("headers", {})
    try:
        with http.client(timeout=TIMEOUT) as client:
            return result(client.request(method, f"{account.base}{path}", headers=headers, **more))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise unreachable(account, error) from None


def unreachable(account: Account, error: Exception) -> Unreachable:
    """Make of an error of HTTP one of ours, which says in words what went wrong; its kind goes to the log."""
    logger.warning("The instance of channel %s cannot be reached: %s", account.channel_id, unreached.details(error))
    return Unreachable(unreached.reason(error))


def result(answer: httpx.Response) -> Said:
    """Take what an answer holds.

    Raises:
        Refused: if it is no.
        Unreachable: if it is nothing an instance says.
    """
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        body = None
    if answer.status_code in {200, 202, 206} and body is not None:
        return Said(answer.status_code, body)
    if answer.status_code < 400:
        logger.warning("An instance answered with HTTP %s", answer.status_code)
        raise Unreachable(f"HTTP {answer.status_code}")
    words = shapes.words(body if isinstance(body, dict) else {}, "error", limit=200) or answer.reason_phrase
    raise Refused(answer.status_code, words, retry_after=_patience(answer))


def about(account: Account) -> About:
    """Return what the instance says about itself, asked once an hour.

    Raises:
        Refused, Unreachable: as it answers.
    """
    now = time.monotonic()
    with _lock:
        asked_at, known = _known.get(account.base, (0.0, None))
    if known is not None and now - asked_at < REMEMBERED_SECONDS:
        return known
    found = _about(account, get(account, "/api/v2/instance"))
    with _lock:
        _known[account.base] = (now, found)
    return found


def revoked_words() -> str:
    """Say that the token is worth nothing any more."""
    return _("The instance no longer accepts the access token. Paste a new one into the channel's settings.")


def as_shape(found: object) -> Shape:
    """Return an object as it is, anything else as an empty one."""
    return found if isinstance(found, dict) else {}


def _about(account: Account, found: object) -> About:
    shape = as_shape(found)
    posts = shapes.part(shape, "configuration", "statuses")
    return About(
        domain=(shapes.words(shape, "domain", limit=253) or httpx.URL(account.base).host).lower(),
        limit=max(shapes.whole(posts, "max_characters") or LIMIT, 100),
        most_files=max(shapes.whole(posts, "max_media_attachments") or MOST_FILES, 1),
        streaming=_streaming(account, shapes.words(shapes.part(shape, "configuration", "urls"), "streaming")),
    )


def _streaming(account: Account, url: str) -> str:
    """Return where streams are asked for: the instance names a socket, whose host speaks HTTP as well."""
    for socket, plain in (("wss://", "https://"), ("ws://", "http://")):
        if url.startswith(socket):
            return plain + url.removeprefix(socket).rstrip("/")
    return account.base


def _patience(answer: httpx.Response) -> float:
    """Return the seconds until the limit is lifted, by the instance's own clock; 0 where it asks for none."""
    if answer.status_code not in {429, 503}:
        return 0.0
    if (seconds := answer.headers.get("Retry-After", "")).isdecimal() and len(seconds) < 7:
        return float(seconds)
    try:
        until = datetime.fromisoformat(answer.headers.get("X-RateLimit-Reset", ""))
        wait = (until - parsedate_to_datetime(answer.headers.get("Date", ""))).total_seconds()
    except (ValueError, TypeError):
        return PATIENCE
    return min(max(wait, 1.0), 3600.0)
