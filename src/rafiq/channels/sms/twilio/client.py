"""Twilio's Messages interface (twilio.com/docs/messaging/api): requests, and what its errors mean."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from django.utils.translation import gettext_noop

from rafiq.channels.sms import web
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway

logger = logging.getLogger(__name__)

HOST: Final = "https://api.twilio.com"
OPTED_OUT: Final = 21610
REVOKED: Final = {20003, 20005, 20008}
_BUSY: Final = {20429, 14107, 30001, 21611}
_WORDS: Final = {
    20003: gettext_noop("Twilio does not accept the account SID or the auth token"),
    20005: gettext_noop("The Twilio account is not active"),
    20429: web.BUSY,
    21211: gettext_noop("Twilio says that this is no valid number"),
    21408: gettext_noop("The Twilio account may not send to this country"),
    21606: gettext_noop("Twilio does not accept the sender of this channel"),
    21608: gettext_noop("This trial account may send to confirmed numbers only"),
    21610: gettext_noop("This person asked for no more messages from this number (they sent STOP or the like)"),
    21611: gettext_noop("Twilio's queue for this number is full"),
    21612: gettext_noop("Twilio cannot send from this channel's number to that one"),
    21614: gettext_noop("This number cannot receive SMS"),
    21617: gettext_noop("The message is too long for Twilio"),
    30003: gettext_noop("The phone is switched off or out of reach"),
    30004: gettext_noop("This person or their network blocks the message"),
    30005: gettext_noop("This number does not exist"),
    30006: gettext_noop("This number cannot receive SMS"),
    30007: gettext_noop("The network took the message for unwanted advertising"),
    30008: gettext_noop("The network could not deliver it"),
}
OTHER: Final = gettext_noop("Twilio refused the message")


class Refused(DeliveryFailed):
    """Twilio said no; `code` is its error code, 0 where it gave none."""

    def __init__(self, code: int, status: int) -> None:
        super().__init__(words_of(code, status), is_permanent=400 <= status < 500)
        self.code = code


class Later(ProviderAway):
    """Twilio says: not now; `code` is its error code."""

    def __init__(self, code: int, *, retry_after: float) -> None:
        super().__init__(words_of(code, 0), retry_after=retry_after)
        self.code = code


@dataclass(frozen=True, slots=True)
class Client:
    """One account."""

    account_sid: str
    auth_token: str = field(repr=False)
    host: str = HOST

    @property
    def base(self) -> str:
        """The address of the account, without an ending."""
        return f"{self.host}/2010-04-01/Accounts/{self.account_sid}"

    def post(self, path: str, values: Mapping[str, str]) -> Mapping[str, Any]:
        """Make something.

        Raises:
            Refused: if Twilio says no.
            ProviderAway: if it cannot be reached, or asks for patience.
        """
        return self._read(web.ask("POST", f"{self.base}{path}", data=dict(values), auth=self.auth))

    def get(self, path: str, values: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """Look something up; the same exceptions as `post`."""
        return self._read(web.ask("GET", f"{self.base}{path}", params=dict(values or {}), auth=self.auth))

    @property
    def auth(self) -> httpx.BasicAuth:
        """How we prove who we are."""
        return httpx.BasicAuth(self.account_sid, self.auth_token)

    def _read(self, answer: httpx.Response) -> Mapping[str, Any]:
        found = web.document(answer)
        shape: Mapping[str, Any] = found if isinstance(found, dict) else {}
        if answer.is_success:
            return shape
        code = shape.get("code")
        code = code if isinstance(code, int) else 0
        if code in _BUSY:
            raise Later(code, retry_after=web.retry_after(answer))
        if code in REVOKED or answer.status_code == 401:
            raise Later(code or 20003, retry_after=300)
        raise Refused(code, answer.status_code)


def words_of(code: int, status: int = 0) -> str:
    """Say what an error code means (not yet translated)."""
    if code not in _WORDS:
        logger.warning("Twilio answered with error %s, status %s", code, status)
    return _WORDS.get(code, OTHER)
