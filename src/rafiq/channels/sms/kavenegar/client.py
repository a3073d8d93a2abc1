"""Kavenegar's REST interface (kavenegar.com/rest.html): one call, one document, its status codes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_noop

from rafiq.channels.sms import web
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway

logger = logging.getLogger(__name__)

HOST: Final = "https://api.kavenegar.com"
REVOKED: Final = {401, 403}
# Their servers, our purse, our pace: the message is fine and goes out later.
_LATER: Final = {409: 30.0, 418: 600.0, 451: 30.0}
_SETTINGS: Final = {401, 403, 407, 416}
_WORDS: Final = {
    401: gettext_noop("The Kavenegar account is switched off"),
    402: gettext_noop("Kavenegar could not do it just now"),
    403: gettext_noop("Kavenegar does not accept the API key"),
    407: gettext_noop("The API key is not allowed to do this, or not from this server's address"),
    409: gettext_noop("Kavenegar cannot answer just now"),
    411: gettext_noop("Kavenegar says that this is no valid number"),
    412: gettext_noop("Kavenegar does not accept the line of this channel"),
    413: gettext_noop("The message is empty or too long for Kavenegar"),
    416: gettext_noop("The API key is not allowed to do this, or not from this server's address"),
    418: gettext_noop("The Kavenegar account has run out of credit"),
    420: gettext_noop("Kavenegar does not let this account send links"),
    422: gettext_noop("The message has characters that Kavenegar does not send"),
    451: gettext_noop("Kavenegar asks us to send more slowly"),
    501: gettext_noop("This trial account may send to its owner's number only"),
}
OTHER: Final = gettext_noop("Kavenegar refused the message")


class Refused(DeliveryFailed):
    """An answer that is no success, with its status code."""

    def __init__(self, status: int, *, is_permanent: bool = True) -> None:
        super().__init__(words_of(status), is_permanent=is_permanent)
        self.status = status


class Later(ProviderAway):
    """An answer that means: not now; with its status code."""

    def __init__(self, status: int, *, retry_after: float) -> None:
        super().__init__(words_of(status), retry_after=retry_after)
        self.status = status


@dataclass(frozen=True, slots=True)
class Client:
    """One account."""

    api_key: str = field(repr=False)
    host: str = HOST

    def call(self, method: str, values: Mapping[str, str | int] | None = None) -> Any:  # noqa: ANN401  # any JSON
        """Ask for a method such as `sms/send`; return the entries of the answer.

        Raises:
            Refused: if the answer is an error of ours.
            ProviderAway: if it is one of theirs, or there is none.
        """
        answer = web.ask("POST", f"{self.host}/v1/{self.api_key}/{method}.json", data=dict(values or {}))
        found = web.document(answer)
        told = found.get("return") if isinstance(found, dict) else None
        status = told.get("status") if isinstance(told, dict) else None
        if not isinstance(status, int):
            raise ProviderAway(web.BROKEN)
        if status == 200:
            return found.get("entries")
        if status in _LATER:
            raise Later(status, retry_after=max(_LATER[status], web.retry_after(answer)))
        if status in _SETTINGS:
            # Nothing is wrong with the message: it waits until an administrator has put this right.
            raise Later(status, retry_after=300)
        raise Refused(status, is_permanent=status != 402)


def words_of(status: int) -> str:
    """Say what a status code means (not yet translated)."""
    if status not in _WORDS:
        logger.warning("Kavenegar answered with status %s", status)
    return _WORDS.get(status, OTHER)


def entries(found: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401  # any JSON
    """Return the entries that are objects: one stands alone, several in a list."""
    listed = found if isinstance(found, list) else [found]
    return [one for one in listed if isinstance(one, dict)]
