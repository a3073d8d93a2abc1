"""Telegram and Bale: one language, two hosts, and the few words that differ.

https://core.telegram.org/bots/api and https://docs.bale.ai
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One provider of the Bot API."""

    kind: str
    identity: str
    host: str
    has_secret_header: bool  # else the webhook's address holds the secret
    has_reply_parameters: bool  # else `reply_to_message_id`
    has_allowed_updates: bool
    begins_ids_anew: bool  # after a quiet week; what was confirmed is forgotten there, so no place need be kept


TELEGRAM = Dialect(
    kind="telegram", identity="TELEGRAM", host="https://api.telegram.org",
    has_secret_header=True, has_reply_parameters=True, has_allowed_updates=True, begins_ids_anew=True,
)  # fmt: skip
BALE = Dialect(
    kind="bale", identity="BALE", host="https://tapi.bale.ai",
    has_secret_header=False, has_reply_parameters=False, has_allowed_updates=False,
    begins_ids_anew=False,
)  # fmt: skip
