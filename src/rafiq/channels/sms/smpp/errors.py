"""Command statuses (SMPP 3.4, 5.1.3): what they mean for a message, and in words."""

from __future__ import annotations

import logging
from typing import Final

from django.utils.translation import gettext_noop

from rafiq.channels.sms.smpp.pdu import Status
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway

logger = logging.getLogger(__name__)

BUSY: Final = {Status.RTHROTTLED, Status.RMSGQFUL}
BUSY_SECONDS: Final = 5.0
REFUSED_SECONDS: Final = 300.0
# The message itself is at fault: another try would fail the same way.
_HOPELESS: Final = {
    0x01, 0x0A, 0x0B, 0x0C, 0x33, 0x40, 0x42, 0x43, 0x44, 0x48, 0x49, 0x50, 0x51, 0x53, 0x54, 0x61, 0x62, 0xC0, 0xC1,
    0xC2, 0xC3, 0xC4,
}  # fmt: skip
_WORDS: Final = {
    0x01: gettext_noop("The message is too long for the message centre"),
    0x08: gettext_noop("The message centre has a fault of its own"),
    0x0A: gettext_noop("The message centre does not accept the sender's number of this channel"),
    0x0B: gettext_noop("The message centre says that this is no valid number"),
    0x0D: gettext_noop("The message centre refused the connection"),
    0x0E: gettext_noop("The message centre refused the password"),
    0x0F: gettext_noop("The message centre does not know this system ID"),
    0x05: gettext_noop("The message centre allows no further connection for this account"),
    0x14: gettext_noop("The message centre's queue is full"),
    0x45: gettext_noop("The message centre could not take the message"),
    0x58: gettext_noop("The message centre asks us to send more slowly"),
}
NOT_DELIVERED: Final = gettext_noop("The network could not deliver it")
_REASONS: Final = {
    "EXPIRED": gettext_noop("The phone could not be reached in time"),
    "REJECTD": gettext_noop("The network refused it"),
    "REJECTED": gettext_noop("The network refused it"),
}
OTHER: Final = gettext_noop("The message centre refused the message")
AWAY: Final = gettext_noop("The message centre cannot be reached")


def words_of(status: int) -> str:
    """Say what a status means (not yet translated)."""
    return _WORDS.get(status, OTHER)


def reason_of(state: str) -> str:
    """Say why a message did not arrive, by the state in its receipt (not yet translated)."""
    return _REASONS.get(state, NOT_DELIVERED)


def failure_of(status: int) -> DeliveryFailed:
    """Return what a refusal means for a message on its way out."""
    words = words_of(status)
    logger.info("A message centre answered with status 0x%08X", status)
    if status in BUSY:
        return ProviderAway(words, retry_after=BUSY_SECONDS)
    if status in {Status.RINVPASWD, Status.RINVSYSID, Status.RBINDFAIL, Status.RALYBND}:
        return ProviderAway(words, retry_after=REFUSED_SECONDS if status != Status.RALYBND else 30.0)
    return DeliveryFailed(words, is_permanent=status in _HOPELESS)
