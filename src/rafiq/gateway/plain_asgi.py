"""Small tools for plain ASGI."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

type Scope = dict[str, Any]
type Message = Mapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_LIMIT = 4_096


def headers(scope: Scope) -> dict[str, str]:
    """Return the request's headers, names in lower case."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def cookies(scope: Scope) -> dict[str, str]:
    """Return the request's cookies; none at all if they are malformed."""
    try:
        jar = SimpleCookie(headers(scope).get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def query(scope: Scope, name: str) -> list[str]:
    """Return all values of one parameter of the address."""
    return urllib.parse.parse_qs(scope["query_string"].decode("latin-1")).get(name, [])


async def body(receive: Receive) -> bytes | None:
    """Read a small request body; None if it is not small or the caller left."""
    whole = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        whole += bytes(message.get("body", b""))
        if len(whole) > BODY_LIMIT:
            return None
        if not message.get("more_body"):
            return whole


async def answer(
    send: Send, status: int, content: dict[str, Any] | None = None, *, more: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Answer with a little JSON, or with nothing."""
    payload = b"" if content is None else json.dumps(content).encode()
    fields = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(payload)).encode()),
        (b"cache-control", b"no-store"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": payload})
