"""What people read where a server cannot be reached: words, never the names of errors and never an address."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl

import httpx
import pytest
from django.utils import translation

from rafiq.channels.transport import unreached
from rafiq.inbox.contracts import ProviderAway

TOKEN = "https://api.provider.example/bot12345:secret/getMe"
BROKEN = [
    httpx.ReadError(TOKEN),
    httpx.RemoteProtocolError(TOKEN),
    ConnectionResetError(errno.ECONNRESET, "x"),
    EOFError(),
]


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_a_refused_connection_is_told_in_words(closed_port):
    with pytest.raises(httpx.ConnectError) as caught:
        httpx.get(f"http://127.0.0.1:{closed_port}/bot12345:secret/getMe")

    assert unreached.reason(caught.value) == "nobody answers at this address and port"


def test_a_refused_connection_of_an_asynchronous_client_is_told_the_same(closed_port):
    async def ask() -> None:
        async with httpx.AsyncClient() as client:
            await client.get(f"http://127.0.0.1:{closed_port}/")

    with pytest.raises(httpx.ConnectError) as caught:
        asyncio.run(ask())

    assert unreached.reason(caught.value) == "nobody answers at this address and port"


def test_a_name_nobody_has_is_told_in_words():
    with pytest.raises(httpx.ConnectError) as caught:
        httpx.get("http://no-such-server.invalid/")

    assert unreached.reason(caught.value) == "there is no server of this name"


def test_a_server_that_keeps_silent_is_told_in_words():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(httpx.ReadTimeout) as caught:
        httpx.get(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.05)

    assert unreached.reason(caught.value) == "no answer came in time"


def test_a_certificate_that_is_not_trusted_is_told_in_words():
    try:
        raise httpx.ConnectError(TOKEN) from ssl.SSLCertVerificationError(1, "self-signed certificate")
    except httpx.ConnectError as error:
        assert unreached.reason(error) == "its certificate is not trusted"


@pytest.mark.parametrize("error", BROKEN, ids=lambda error: type(error).__name__)
def test_a_connection_that_breaks_is_told_in_words(error):
    assert unreached.reason(error) == "the connection broke off"


@pytest.mark.parametrize("kind", [httpx.HTTPError, httpx.DecodingError, httpx.InvalidURL, ValueError, ConnectionError])
def test_an_address_is_never_told(kind):
    assert "secret" not in unreached.reason(kind(f"no answer from {TOKEN}"))
    assert "secret" not in unreached.kept(kind(f"no answer from {TOKEN}"))
    assert "secret" not in unreached.details(kind(TOKEN))


@pytest.mark.parametrize("error", [*BROKEN, ValueError(), OSError(errno.EHOSTUNREACH, "No route"), TimeoutError()])
def test_no_names_of_errors_are_told(error):
    told = unreached.reason(error) + unreached.kept(error)

    assert type(error).__name__ not in told
    assert "Errno" not in told


def test_the_cause_of_a_failed_delivery_is_told():
    try:
        raise ProviderAway(unreached.AWAY) from ConnectionRefusedError(errno.ECONNREFUSED, "x")
    except ProviderAway as error:
        assert unreached.reason(error) == "nobody answers at this address and port"
        assert unreached.kept(error) == unreached.AWAY


def test_words_of_a_server_stay():
    assert unreached.reason(ProviderAway("421 too many connections")) == "421 too many connections"
    assert unreached.kept(ProviderAway("421 too many connections")) == "421 too many connections"


def test_errors_of_a_task_group_are_looked_into():
    assert unreached.kept(ExceptionGroup("unhandled errors", [httpx.ReadError(TOKEN)])) == unreached.AWAY


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_is_kept_can_be_read_in_each_language(language):
    with translation.override(language):
        kept = unreached.kept(httpx.ConnectError(TOKEN))
        shown = translation.gettext(kept)

    assert kept == "The provider cannot be reached."
    assert shown != kept
