"""Files a company's system names by address: fetched from public servers, or from those the settings allow."""

from __future__ import annotations

import functools
import ipaddress
import logging
import socket
import urllib.parse
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Final

import httpx
from django.utils.translation import gettext_noop

from rafiq.channels.transport import media, unreached
from rafiq.channels.transport.contracts import NotNow
from rafiq.platform import files

logger = logging.getLogger(__name__)

AWAY: Final = gettext_noop("The server that keeps a file cannot be reached.")
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)
_RETRY = {408, 425, 429}


class NotFetched(Exception):
    """This file cannot be had, and waiting will not help; says so in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@functools.cache
def client() -> httpx.Client:
    """Return the one client of this process."""
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers={"User-Agent": "Rafiq"})


def fetch(url: str, *, name: str, hosts: Collection[str]) -> bytes:
    """Fetch a file.

    Raises:
        NotFetched: if it is not there, too large, or stands where we do not look.
        NotNow: if its server is away.
    """
    shown = name or PurePosixPath(urllib.parse.urlsplit(url).path).name
    if not may_ask(url, hosts=hosts):
        raise NotFetched(media.gone(shown))
    try:
        return media.download(client(), url)
    except files.FileRefused as error:
        raise NotFetched(media.too_large(shown, files.MOST_BROUGHT)) from error
    except httpx.HTTPStatusError as error:
        if error.response.status_code >= 500 or error.response.status_code in _RETRY:
            raise NotNow(AWAY, retry_after=60.0) from error
        raise NotFetched(media.gone(shown)) from error
    except httpx.InvalidURL as error:
        raise NotFetched(media.gone(shown)) from error
    except httpx.HTTPError as error:
        logger.warning("A file's server cannot be reached: %s", unreached.details(error))
        raise NotNow(AWAY, retry_after=60.0) from error


def may_ask(url: str, *, hosts: Collection[str]) -> bool:
    """Test whether we may ask this address: a public one, or a host that an administrator named.

    Without this, whoever holds the secret could look around in our own network.
    """
    parts = urllib.parse.urlsplit(url)
    host = (parts.hostname or "").lower()
    if host in hosts or f"{host}:{parts.port}" in hosts:
        return True
    try:
        found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found)
