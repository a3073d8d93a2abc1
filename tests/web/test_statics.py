"""Files of our own, served beside the pages."""

from __future__ import annotations

import httpx
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from rafiq.web import statics
from rafiq.web.pages_handler import PagesHandler

ICON = f"{settings.STATIC_URL}ui/favicon.svg"


@pytest.fixture
def ask():
    """Ask the application that a server runs, without the live gateway."""
    transport = httpx.ASGITransport(statics.serving(PagesHandler()))

    async def send(address: str, **told) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.request(told.pop("method", "GET"), address, **told)

    return send


async def test_a_file_is_served_to_be_kept_and_never_to_be_guessed_about(ask):
    answer = await ask(ICON)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "max-age=31536000, public"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    with open(finders.find("ui/favicon.svg"), "rb") as file:
        assert answer.content == file.read()


async def test_a_file_of_every_room_is_found(ask):
    paths = [path for finder in finders.get_finders() for path, _ in finder.list(None)]

    missing = [path for path in paths if (await ask(settings.STATIC_URL + path, method="HEAD")).status_code != 200]

    assert len(paths) > 50
    assert not missing


async def test_what_the_browser_has_is_not_sent_again(ask):
    etag = (await ask(ICON)).headers["ETag"]

    assert (await ask(ICON, headers={"If-None-Match": etag})).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["none.css", "ui/../../settings.py", "ui/%2e%2e/%2e%2e/settings.py", "ui/", "%00"])
async def test_nothing_else_is_found_there(ask, path):
    assert (await ask(settings.STATIC_URL + path)).status_code == 404


async def test_nothing_is_written_there(ask):
    assert (await ask(ICON, method="POST")).status_code == 405
