"""Calling the Bot API: one POST a method, one shape of answer, and what its refusals mean.

https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import httpx
from django.utils.translation import gettext as _

from rafiq.channels.telegram.bot import Bot
from rafiq.channels.transport import media, shapes, unreached
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import http as platform_http

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
REVOKED = {401, 404}  # a token that never was, or is no more, has no methods


class Refused(Exception):
    """The provider said no: `code` as HTTP has it, its own words, and seconds to wait where it asks for patience."""

    def __init__(self, code: int, words: str, parameters: Shape) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.parameters = parameters

    @property
    def retry_after(self) -> float:
        """Seconds to wait as the provider asked; 0 where it did not."""
        return float(shapes.whole(self.parameters, "retry_after") or 0)


class Unreachable(ConnectionError):
    """No answer, or none that can be understood: what was asked may have been done or not."""


class Upload:
    """A file that goes with a call, under the parameter's name."""

    def __init__(self, field: str, name: str, content: bytes, content_type: str) -> None:
        self.field = field
        self.file = (name, content, content_type)


def call(bot: Bot, method: str, params: Mapping[str, Any] | None = None, *, upload: Upload | None = None) -> Any:  # noqa: ANN401  # each method has its own result
    """Call a method and return its result.

    Raises:
        Refused: if the provider said no.
        Unreachable: if it did not answer in time, or not in its own language.
    """
    with client() as http:
        try:
            if upload is None:
                answer = http.post(bot.url(method), json=dict(params or {}))
            else:
                answer = http.post(bot.url(method), data=_flat(params or {}), files={upload.field: upload.file})
        except httpx.HTTPError as error:
            raise unreachable(bot, error) from None  # its own words may hold the address, and so the token
    return result(answer)


def unreachable(bot: Bot, error: Exception) -> Unreachable:
    """Make of an error of HTTP one of ours, which says in words what went wrong; its kind goes to the log."""
    logger.warning("The provider of channel %s cannot be reached: %s", bot.channel_id, unreached.details(error))
    return Unreachable(unreached.reason(error))


def result(answer: httpx.Response) -> Any:  # noqa: ANN401  # each method has its own result
    """Take the result out of an answer.

    Raises:
        Refused: if the answer is no.
        Unreachable: if it is nothing a Bot API says, such as a proxy's error page.
    """
    shape = shapes.loads(answer.content)
    if shape is not None and shape.get("ok") is True and "result" in shape:
        return shape["result"]
    if shape is None or shape.get("ok") is not False:
        # An error page of something between us: 401 and 404 keep their meaning, all else is a provider away.
        if answer.status_code in REVOKED:
            raise Refused(answer.status_code, answer.reason_phrase, {})
        logger.warning("A Bot API answered with HTTP %s", answer.status_code)
        raise Unreachable(f"HTTP {answer.status_code}")
    code = shapes.whole(shape, "error_code") or answer.status_code
    raise Refused(code, shapes.words(shape, "description", limit=200), shapes.part(shape, "parameters"))


def fetch(bot: Bot, path: str) -> bytes:
    """Download a file the provider named in `getFile`.

    Raises:
        rafiq.platform.files.FileRefused: if it is too large.
        Refused: if it is no longer there.
        Unreachable: if the provider does not answer.
    """
    with client() as http:
        try:
            return media.download(http, bot.file_url(path))
        except httpx.HTTPStatusError as error:
            code = error.response.status_code
            if code >= 500 or code == 429:
                raise Unreachable(f"HTTP {code}") from None
            raise Refused(code, error.response.reason_phrase, {}) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unreachable(bot, error) from None


def client() -> httpx.Client:
    """Open a client; the environment's proxies count, redirects are never followed."""
    return platform_http.client(timeout=TIMEOUT)


def revoked_words(bot: Bot) -> str:
    """Say that the token is worth nothing any more."""
    return _("%(brand)s no longer accepts this bot's token. Paste a new one into the channel's settings.") % {
        "brand": bot.brand
    }


def _flat(params: Mapping[str, Any]) -> dict[str, str]:
    """Write parameters as form fields: what is no text goes as JSON."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
