"""The pictures of an MMS: fetched with our credentials from Twilio only, and once a message."""

from __future__ import annotations

import mimetypes
import urllib.parse
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import httpx

from rafiq.channels.sms import web
from rafiq.channels.sms.twilio.client import Client
from rafiq.channels.transport import media as kept
from rafiq.channels.transport.contracts import NotNow
from rafiq.channels.transport.media import Kept, Media
from rafiq.platform import http as trust
from rafiq.platform.files.refusals import TooLarge

MOST: Final = 10
_GONE: Final = {403, 404, 410}


def media(client: Client, given: Mapping[str, Any], *, owner: str, at: datetime) -> Kept:
    """This will fetch and keep the files of a message; what was kept before is not fetched again.

    Raises:
        NotNow: if Twilio cannot be reached.
    """
    if known := kept.known(owner):
        return Kept(known)
    found, problems = [], []
    with trust.client(timeout=web.SECONDS) as http:
        for name, url in _listed(client, given):
            try:
                found.append(Media(name=name, content=_download(http, client, url)))
            except TooLarge:
                problems.append(kept.too_large(name, 25 * 1024 * 1024))
            except httpx.HTTPStatusError as error:
                if error.response.status_code not in _GONE:
                    raise NotNow(web.AWAY) from error
                problems.append(kept.gone(name))
            except httpx.HTTPError as error:
                raise NotNow(web.AWAY) from error
    stored = kept.keep(found, owner=owner, at=at)
    return Kept(stored.tokens, (*stored.problems, *problems))


def _listed(client: Client, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    count = str(given.get("NumMedia") or "0")
    if "MediaUrl0" not in given and count not in {"", "0"}:
        yield from _of_list(client, str(given.get("MessageSid", "")))
        return
    for number in range(min(int(count) if count.isdecimal() else 0, MOST)):
        url, kind = str(given.get(f"MediaUrl{number}", "")), str(given.get(f"MediaContentType{number}", ""))
        # Only from Twilio: whoever could sign a call must not make us fetch from anywhere else, with our password.
        if urllib.parse.urlsplit(url)[:2] == urllib.parse.urlsplit(client.host)[:2]:
            yield f"file-{number + 1}{mimetypes.guess_extension(kind) or ''}", url


def _of_list(client: Client, sid: str) -> Iterator[tuple[str, str]]:
    """Find the files of a message that came from the list, where they are not named."""
    for number, one in enumerate(client.get(f"/Messages/{sid}/Media.json").get("media_list") or [], 1):
        ending = mimetypes.guess_extension(str(one.get("content_type", ""))) or ""
        yield f"file-{number}{ending}", client.host + str(one.get("uri", "")).removesuffix(".json")


def _download(http: httpx.Client, client: Client, url: str) -> bytes:
    """Ask Twilio with our password; the storage it may point to gets none."""
    try:
        with trust.client(auth=client.auth, timeout=web.SECONDS) as known:
            return kept.download(known, url)
    except httpx.HTTPStatusError as error:
        location = error.response.headers.get("location", "")
        if not error.response.is_redirect or not location.startswith("https://"):
            raise
        return kept.download(http, location)
