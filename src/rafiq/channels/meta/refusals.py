"""What the vendor's error codes mean for a message, in words that tell the agent what to do.

Sources: developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes and …/messenger-platform/error-codes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.meta.shapes import rows, table, words
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway

LONGEST_PAUSE = 3600.0
USE_A_TEMPLATE = gettext_noop(
    "More than 24 hours have passed since the customer's last message. WhatsApp now takes templates only: send one,"
    " or wait until the customer writes."
)
WINDOW_CLOSED = gettext_noop(
    "More than 24 hours have passed since the customer's last message; the provider lets nobody answer any more until"
    " the customer writes again."
)
_WORDS = {
    131047: USE_A_TEMPLATE,
    131026: gettext_noop("The message could not be delivered: this number has no WhatsApp, or takes nothing from us."),
    131030: gettext_noop("This number is not on the test account's list of recipients."),
    131031: gettext_noop("WhatsApp has locked the business account. An administrator must look into it."),
    131042: gettext_noop("WhatsApp could not charge the business account. An administrator must check the payment."),
    131045: gettext_noop("The number is not registered with WhatsApp. An administrator must register it."),
    131048: gettext_noop("WhatsApp lets this number send no more for now: too many people blocked or reported it."),
    131049: gettext_noop("WhatsApp chose not to deliver this message, to spare the customer too much advertising."),
    131050: gettext_noop("The customer does not want advertising from us on WhatsApp."),
    131051: gettext_noop("WhatsApp does not take messages of this kind."),
    131052: gettext_noop("WhatsApp could not fetch the file the customer sent."),
    131053: gettext_noop("WhatsApp did not take the file: it is broken, too large, or of a kind it does not know."),
    131062: gettext_noop("This template needs a phone number, and WhatsApp does not tell us this customer's."),
    130472: gettext_noop("WhatsApp did not deliver this message: the customer is part of an experiment of theirs."),
    130497: gettext_noop("The business account may not write to people in this country."),
    132000: gettext_noop("The template needs another number of values."),
    132001: gettext_noop("There is no such template in this language, or it is not approved yet."),
    132005: gettext_noop("The template becomes too long with these values."),
    132007: gettext_noop("WhatsApp does not approve of what the template says."),
    132012: gettext_noop("A value of the template is not of the kind it needs."),
    132015: gettext_noop("WhatsApp has paused this template because of its quality."),
    132016: gettext_noop("WhatsApp has switched this template off for good because of its quality."),
    368: gettext_noop(
        "The provider has blocked us for a while because of its rules. An administrator must look into it."
    ),
    551: gettext_noop("The customer takes no messages at the moment."),
}
_WINDOW_SUBCODES = {2018278, 2534022, 2534023}
_GONE_SUBCODES = {2018001, 2018028, 1545041, 2018108}
_TOKEN_CODES = {102, 190}
_PERMISSION_CODES = {3, 10, *range(200, 300)}
# Everybody waits: limits of the application, the account, the number, the pair; and the vendor's own troubles.
_PAUSES = {
    2: 30.0, 4: 120.0, 17: 120.0, 32: 120.0, 613: 60.0, 80006: 120.0, 80007: 120.0, 130429: 10.0, 131016: 60.0,
    131056: 10.0, 131057: 300.0, 133004: 60.0,
}  # fmt: skip
# Another try may help, but nobody else has to wait for it.
_UNCLEAR = {1, 131000}


class Refused(DeliveryFailed):
    """The vendor refused one call; `code` is the vendor's, 0 where it gave none."""

    def __init__(self, reason: str, *, is_permanent: bool = True, code: int = 0, status: int = 0) -> None:
        super().__init__(reason, is_permanent=is_permanent)
        self.code = code
        self.status = status


class TokenRefused(Refused):
    """Our access was withdrawn or has expired: nothing works until an administrator gives a new token."""


def read(status: int, headers: Mapping[str, str], error: Mapping[str, Any]) -> DeliveryFailed:
    """Tell what an answer that is no success means, by the vendor's error object where it has one."""
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    said = sentence(error)
    if code in _PAUSES or status == 429 or error.get("is_transient") is True:
        return ProviderAway(said, retry_after=_pause(headers, _PAUSES.get(code, 30.0)))
    # 0 says that the app's user could not be authenticated; an error that names no code says nothing of the kind.
    is_nobody = error.get("code") == 0 and status in {400, 403}
    if code in _TOKEN_CODES or is_nobody or status == 401:
        return TokenRefused(_("The provider no longer accepts our access token."), code=code, status=status)
    if status >= 500 and code not in _UNCLEAR:
        return ProviderAway(said, retry_after=_pause(headers, 30.0))
    if subcode in _WINDOW_SUBCODES:
        return Refused(_(WINDOW_CLOSED), code=131047, status=status)
    if code in _PERMISSION_CODES:
        said = _("The provider does not permit it (%s). An administrator must check the permissions.") % said
    return Refused(said, is_permanent=code not in _UNCLEAR, code=code, status=status)


def sentence(error: Mapping[str, Any]) -> str:
    """Say what an error object means, in our own words where we have some, else in the vendor's."""
    code = _number(error.get("code"))
    if _number(error.get("error_subcode")) in _GONE_SUBCODES:
        return _(_WORDS[551])
    if code in _WORDS:
        return _(_WORDS[code])
    details = words(table(error.get("error_data")).get("details"), limit=200)
    told = details or words(error.get("message"), limit=200) or words(error.get("title"), limit=200)
    if not told:
        return _("The provider refused without a reason.")
    return f"{told} ({code})" if code else told


def first(errors: object) -> str:
    """Say what the first of a list of errors means; "" where there is none."""
    found = rows(errors)
    return sentence(found[0]) if found else ""


def _number(value: object) -> int:
    try:
        return int(value) if isinstance(value, int | str) else 0
    except ValueError:
        return 0


def _pause(headers: Mapping[str, str], usual: float) -> float:
    """Read how long to wait: Retry-After in seconds, or the vendor's own estimate in minutes."""
    asked = headers.get("Retry-After", "")
    if asked.isdecimal() and len(asked) < 8:
        return min(max(float(asked), 1.0), LONGEST_PAUSE)
    try:
        usage = json.loads(headers.get("X-Business-Use-Case-Usage", "") or "{}")
    except ValueError:
        return usual
    minutes = [
        _number(one.get("estimated_time_to_regain_access"))
        for accounts in table(usage).values()
        for one in rows(accounts)
    ]
    return min(max([usual, *(60.0 * most for most in minutes)]), LONGEST_PAUSE)
