"""Why a server could not be reached, said to people: at once with the reason, or as a sentence that is kept.

What is kept is read later, by people of several languages: it is a whole sentence of the catalogue and is translated
when it is shown. Details stand in the log. Errors of HTTP are never quoted: they may hold an address, and so a token.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Final

import httpx
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

AWAY: Final = gettext_noop("The provider cannot be reached.")
FAULT: Final = gettext_noop("Something unforeseen went wrong; the worker's log says what.")

_ADDRESS = re.compile(r"\S*://\S+|(?<!\S)/\S+")
# The first that fits counts: what lies deepest in an error says most.
_REASONS: Final[tuple[tuple[tuple[type[BaseException], ...], str], ...]] = (
    ((ssl.SSLCertVerificationError,), gettext_noop("its certificate is not trusted")),
    ((ssl.SSLError,), gettext_noop("no encrypted connection can be agreed on")),
    ((ConnectionRefusedError,), gettext_noop("nobody answers at this address and port")),
    ((socket.gaierror,), gettext_noop("there is no server of this name")),
    ((TimeoutError, httpx.TimeoutException), gettext_noop("no answer came in time")),
    ((httpx.InvalidURL, httpx.UnsupportedProtocol), gettext_noop("the address is not right")),
    ((httpx.ConnectError,), gettext_noop("no connection can be made")),
    (
        (ConnectionError, EOFError, httpx.TransportError, smtplib.SMTPServerDisconnected),
        gettext_noop("the connection broke off"),
    ),
    ((httpx.HTTPError,), gettext_noop("its answer cannot be understood")),
)


def reason(error: BaseException) -> str:
    """Say what went wrong without the numbers that operating systems give it; other errors in their own words."""
    if found := _found(error):
        return _(found)
    return _(_own_words(error) or FAULT)


def details(error: BaseException) -> str:
    """Return what may stand in a log: the kinds of an error and of what caused it, never their words."""
    return ", ".join(type(one).__name__ for one in _causes(error))


def kept(error: BaseException) -> str:
    """Say what went wrong in a sentence that may be stored: our own errors, and servers' words, as they are."""
    if not type(error).__module__.startswith("rafiq.") and _found(error):
        return AWAY
    return _own_words(error) or FAULT


def _found(error: BaseException) -> str:
    causes = list(_causes(error))
    for kinds, words in _REASONS:
        if any(isinstance(one, kinds) for one in causes):
            return words
    is_systems = any(isinstance(one, OSError) and one.errno is not None for one in causes)
    return gettext_noop("no connection can be made") if is_systems else ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, what it was raised from, and those of a task group."""
    yield error
    for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _causes(one)
    # httpcore hides what its errors were made of from tracebacks, and so keeps it as their context only.
    is_hidden = type(error).__module__.startswith("httpcore")
    cause = error.__cause__ or (error.__context__ if is_hidden else None)
    if cause is not None:
        yield from _causes(cause)


def _own_words(error: BaseException) -> str:
    return _ADDRESS.sub("…", str(error)).strip()
