"""Asking providers over HTTP: within time, within bounds, and in words the way out understands."""

from __future__ import annotations

import email.utils
import functools
import logging
import time
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from django.utils.translation import gettext_noop

from rafiq.channels.transport import unreached
from rafiq.inbox.contracts import ProviderAway
from rafiq.platform import http

logger = logging.getLogger(__name__)

SECONDS: Final = httpx.Timeout(20.0, connect=10.0)
MOST_BYTES: Final = 4 * 1024 * 1024
AWAY: Final = gettext_noop("The SMS provider cannot be reached")
BUSY: Final = gettext_noop("The SMS provider asks us to send more slowly")
BROKEN: Final = gettext_noop("The SMS provider has a fault of its own")
LONGEST: Final = 3600.0


@functools.cache
def _client() -> httpx.Client:
    """Return the process's one client: connections are kept, and certificates read once."""
    return http.client(timeout=SECONDS, limits=httpx.Limits(max_connections=20))


def ask(method: str, url: str, **named: Any) -> httpx.Response:  # noqa: ANN401  # handed on to httpx as they are
    """Ask once; any answer below 500 but 429 is for the caller to understand.

    Raises:
        ProviderAway: if there is no answer, or one that asks for patience.
    """
    try:
        with _client().stream(method, url, **named) as answer:
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise ProviderAway(BROKEN)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        logger.warning("An SMS provider cannot be reached: %s", unreached.details(error))
        raise ProviderAway(AWAY, retry_after=30) from error
    found = httpx.Response(answer.status_code, headers=_plain(answer.headers), content=body, request=answer.request)
    if found.status_code == 429:
        raise ProviderAway(BUSY, retry_after=retry_after(found))
    if found.status_code >= 500:
        raise ProviderAway(BROKEN, retry_after=retry_after(found, usual=30))
    return found


def retry_after(answer: httpx.Response, *, usual: float = 5.0) -> float:
    """Tell for how many seconds a provider asks us to wait (RFC 9110, 10.2.3: seconds or a date)."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isascii() and given.isdecimal():
        return min(float(given[:9]), LONGEST)
    try:
        until = email.utils.parsedate_to_datetime(given)
    except ValueError:
        return usual
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.fromtimestamp(time.time(), UTC)).total_seconds(), 1.0), LONGEST)


def document(answer: httpx.Response) -> Any:  # noqa: ANN401  # any JSON
    """Read an answer as JSON; None where it is none."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Leave out what tells how the body was packed on the way: it is unpacked now."""
    return {
        name: value for name, value in headers.items() if name.lower() not in {"content-encoding", "content-length"}
    }
