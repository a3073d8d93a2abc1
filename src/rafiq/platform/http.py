"""Asking other servers over HTTP. Reading the list of trusted certificates costs 30 ms: it is done once a process."""

from __future__ import annotations

import functools
import ssl
from typing import Any

import httpx


@functools.cache
def trusted() -> ssl.SSLContext:
    """Return the process's own list of trusted certificates; certificates are always checked."""
    return httpx.create_ssl_context()


def client(**named: Any) -> httpx.Client:  # noqa: ANN401  # handed on to httpx as they are
    """Open a client; the environment's proxies count, redirects are never followed. `named` are httpx's."""
    return httpx.Client(verify=trusted(), follow_redirects=False, **named)
