"""A bound on what is sent with a request for a page: Django takes in a whole body before it looks at any of it."""

from __future__ import annotations

from collections.abc import Callable

from rafiq.gateway import plain_asgi as http

type Explain = Callable[[str, str], str]  # a code and a language give words


async def serve(
    pages: http.App, scope: http.Scope, receive: http.Receive, send: http.Send, *, most: int, explain: Explain
) -> None:
    """Let the pages answer, unless the body is announced to be, or proves to be, too large: 413 then."""
    announced = http.headers(scope).get("content-length", "")
    left, is_over = most, announced.isascii() and announced.isdigit() and int(announced) > most

    async def counted() -> http.Message:
        nonlocal left, is_over
        message = await receive()
        left -= len(message.get("body", b""))
        if left >= 0:
            return message
        is_over = True
        return {"type": "http.disconnect"}  # Django drops the request without an answer

    if not is_over:
        await pages(scope, counted, send)
    if is_over:
        told = {"code": "too_large", "message": explain("too_large", _language(scope))}
        await http.answer(send, 413, told, more=[(b"access-control-allow-origin", b"*")])


def _language(scope: http.Scope) -> str:
    said = [*http.query(scope, "lang"), http.headers(scope).get("accept-language", "")]
    return said[0][:2].lower()
