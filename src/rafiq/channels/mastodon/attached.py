"""Fetching the media of a status from the instance, and from nowhere it must not lead us.

https://docs.joinmastodon.org/entities/MediaAttachment/
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from datetime import datetime
from pathlib import PurePosixPath

import httpx

from rafiq.channels.mastodon import api
from rafiq.channels.mastodon.account import Account
from rafiq.channels.mastodon.statuses import Status
from rafiq.channels.transport import media, shapes, unreached
from rafiq.channels.transport.contracts import NotNow
from rafiq.channels.transport.media import Kept, Media
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import files, http

logger = logging.getLogger(__name__)


def owner(account: Account, status: Status) -> str:
    """Return under which name the files of a status are kept: the same whenever it is understood again."""
    return f"mastodon-{account.channel_id}-{status.status_id}"


def fetch(account: Account, status: Status, *, at: datetime) -> Kept:
    """Fetch and keep the files of a status; those that cannot be had are told in sentences.

    Raises:
        NotNow: if the instance is away, or asks for patience.
    """
    if not status.files:
        return Kept()
    if tokens := media.known(owner(account, status)):
        return Kept(tokens)
    found, problems = [], []
    with http.client(timeout=api.TIMEOUT) as client:
        for one in status.files:
            got = _one(account, client, one)
            if isinstance(got, Media):
                found.append(got)
            else:
                problems.append(got)
    try:
        kept = media.keep(found, owner=owner(account, status), at=at)
    except files.NoSpace as error:
        raise NotNow(media.FULL, retry_after=600.0) from error
    return Kept(kept.tokens, (*problems, *kept.problems))


def _one(account: Account, client: httpx.Client, one: Shape) -> Media | str:
    """Fetch one file, or say in a sentence why it never comes. No token goes along: media are public."""
    url = shapes.words(one, "url", limit=2000)
    name = _name(url or shapes.words(one, "remote_url", limit=2000))
    if not url or not _may_be_asked(account, url):
        return media.gone(name)
    try:
        return Media(name=name, content=media.download(client, url))
    except files.FileRefused:
        return media.too_large(name, files.MOST_BROUGHT)
    except httpx.HTTPStatusError as error:
        if error.response.status_code >= 500 or error.response.status_code == 429:
            raise NotNow(api.AWAY, retry_after=60.0) from None
        return media.gone(name)
    except httpx.HTTPError as error:
        logger.warning("A file of channel %s cannot be fetched: %s", account.channel_id, unreached.details(error))
        raise NotNow(api.AWAY) from None
    except httpx.InvalidURL:
        return media.gone(name)


def _name(url: str) -> str:
    try:
        return PurePosixPath(httpx.URL(url).path).name[:120] or "file"
    except (httpx.InvalidURL, ValueError):
        return "file"


def _may_be_asked(account: Account, url: str) -> bool:
    """Test whether an address is the instance's own, or on the open internet: never one inside our network."""
    try:
        asked, own = httpx.URL(url), httpx.URL(account.base)
    except (httpx.InvalidURL, ValueError):
        return False
    if (asked.scheme, asked.host, asked.port) == (own.scheme, own.host, own.port):
        return True
    return asked.scheme == "https" and bool(asked.host) and _is_outside(asked.host)


def _is_outside(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)
        return all(ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found)
    except (OSError, ValueError, UnicodeError):
        return False
