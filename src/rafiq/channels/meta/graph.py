"""Calls to the Graph API: bounded in time and size, every failure translated into what the door out understands.

Sources: developers.facebook.com/docs/graph-api/guides/error-handling, …/whatsapp/cloud-api/support/error-codes and
…/messenger-platform/error-codes. Decisions hang on `code` (and Messenger's subcodes) as the vendor advises.
"""

from __future__ import annotations

import functools
import json
import logging
import time
import urllib.parse
from collections.abc import Mapping
from typing import Any

import httpx
from django.utils.translation import gettext as _

from rafiq.channels.meta import refusals
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.refusals import TokenRefused
from rafiq.channels.meta.shapes import table, words
from rafiq.channels.transport import connections, unreached
from rafiq.inbox.contracts import ProviderAway
from rafiq.platform import files
from rafiq.platform.files.refusals import TooLarge

logger = logging.getLogger(__name__)

MOST_ANSWER = 4 * 1024 * 1024
LONGEST_CALL = 90.0
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
# Where the vendor keeps what people send; our token is shown to nobody else.
_VENDOR = (
    "facebook.com",
    "fbsbx.com",
    "fbcdn.net",
    "whatsapp.net",
    "whatsapp.com",
    "instagram.com",
    "cdninstagram.com",
)

type Json = dict[str, Any]


@functools.cache
def client() -> httpx.Client:
    """Return the one client of this process; its connections are kept open."""
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers={"User-Agent": "Rafiq"})


def get(access: Access, path: str, **query: str) -> Json:
    """Read something. Failures as for `post`."""
    return _call(access, "GET", path, params=query)


def post(access: Access, path: str, body: Mapping[str, Any]) -> Json:
    """Send JSON and return the answer.

    Raises:
        ProviderAway: if nobody answers, the vendor is in trouble, or asks for patience.
        TokenRefused: if our access was withdrawn; administrators are told.
        refusals.Refused: if this call was refused.
    """
    return _call(access, "POST", path, json=dict(body))


def upload(access: Access, path: str, *, fields: Mapping[str, str], name: str, content: bytes, kind: str) -> Json:
    """Send a file with form fields and return the answer; failures as for `post`. `kind` is its media type."""
    field = "filedata" if "message" in fields else "file"
    return _call(access, "POST", path, data=dict(fields), files={field: (name, content, kind)})


def download(access: Access, url: str, *, with_token: bool, limit: int = files.MOST_BROUGHT) -> bytes:
    """Fetch a file the vendor keeps.

    Raises:
        ElsewhereKept: if the address is not the vendor's.
        rafiq.platform.files.FileRefused: if it is too large.
        ProviderAway, TokenRefused, refusals.Refused: as for `post`.
    """
    if not is_vendors(access, url):
        raise ElsewhereKept(url)
    headers = _headers(access) if with_token else {}
    status, answer_headers, body = _exchange("GET", url, limit=limit, headers=headers)
    if status != 200:
        raise _refusal(access, status, answer_headers, _parsed(body))
    return body


class ElsewhereKept(Exception):
    """A file stands on a server that is not the vendor's; it is not fetched."""


def is_vendors(access: Access, url: str) -> bool:
    """Test whether an address is the vendor's (or of the server that the settings name instead)."""
    try:
        found, own = urllib.parse.urlsplit(url), urllib.parse.urlsplit(access.base)
        host, port = (found.hostname or "").lower(), found.port
    except ValueError:
        return False
    if (found.scheme, host, port) == (own.scheme, own.hostname, own.port):
        return True
    return found.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in _VENDOR)


def _call(access: Access, method: str, path: str, **sent: Any) -> Json:  # noqa: ANN401  # handed on to httpx
    url = f"{access.base}/{path.lstrip('/')}"
    try:
        status, headers, body = _exchange(method, url, limit=MOST_ANSWER, headers=_headers(access), **sent)
    except TooLarge as error:
        raise refusals.Refused(_("The provider's answer cannot be understood."), is_permanent=False) from error
    answer = _parsed(body)
    if not 200 <= status < 300 or "error" in answer:
        raise _refusal(access, status, headers, answer)
    return answer


def _exchange(method: str, url: str, *, limit: int, **sent: Any) -> tuple[int, httpx.Headers, bytes]:  # noqa: ANN401
    """Talk to the vendor once; neither a slow nor an endless answer holds us for ever."""
    until = time.monotonic() + LONGEST_CALL
    try:
        with client().stream(method, url, **sent) as answer:
            got = bytearray()
            for piece in answer.iter_bytes():
                got += piece
                if len(got) > limit:
                    raise TooLarge
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer takes too long")
            return answer.status_code, answer.headers, bytes(got)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise refusals.Refused(_("The address of the interface is not right: %s") % url[:80]) from error
    except httpx.HTTPError as error:
        logger.warning("The Graph API cannot be reached: %s", unreached.details(error))
        raise ProviderAway(unreached.AWAY) from error


def _refusal(access: Access, status: int, headers: Mapping[str, str], answer: Json) -> Exception:
    error = refusals.read(status, headers, table(answer, "error"))
    if isinstance(error, TokenRefused):
        connections.revoked(access.channel_id, error.reason)
    return error


def _headers(access: Access) -> dict[str, str]:
    # A token with a line break in it could not be sent as a header at all.
    return {"Authorization": f"Bearer {words(access.token).encode('ascii', 'ignore').decode()}"}


def _parsed(body: bytes) -> Json:
    try:
        return table(json.loads(body))
    except (ValueError, RecursionError):
        return {}
