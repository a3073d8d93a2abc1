"""Readers who leave while their page is being made take nothing with them."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest
from django.db import connection
from django.test import Client

from rafiq.web.pages_handler import PagesHandler
from tests.makers import make_agent

PATHS = ("/board/notices/", "/inbox/", "/settings/agents/")
MOMENTS = [milliseconds / 1000 for milliseconds in range(0, 60, 3)]
AT_ONCE = 3


async def ask(pages: PagesHandler, path: str, cookie: str, *, leave_after: float | None) -> list[str]:
    """Ask as a server does that tells of a closed line; return the kinds of what was sent."""
    sent: list[str] = []
    coming = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, object]:
        if (message := next(coming, None)) is not None:
            return message
        await asyncio.sleep(3_600 if leave_after is None else leave_after)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(str(message["type"]))

    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode())],
    }  # fmt: skip
    await pages(scope, receive, send)
    return sent


async def leave_at_every_moment(cookie: str) -> list[str]:
    pages = PagesHandler()
    for path, moment in product(PATHS, MOMENTS):
        await asyncio.gather(*(ask(pages, path, cookie, leave_after=moment) for _ in range(AT_ONCE)))
    return await ask(pages, "/inbox/", cookie, leave_after=None)


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_in_the_middle_gives_their_connection_back(client: Client):
    client.force_login(make_agent(role="ADMINISTRATOR"))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    connection.close()
    lost_before = lost()

    assert asyncio.run(leave_at_every_moment(cookie)) == ["http.response.start", "http.response.body"]

    assert lost() == lost_before


def lost() -> int:
    """Count the connections that the pool does not have."""
    told = connection.pool.get_stats()
    return int(told["pool_size"] - told["pool_available"])
