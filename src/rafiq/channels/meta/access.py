"""How one channel reaches the Graph API."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.conf import settings as site

from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel
from rafiq.platform import secrets

API_URL = "https://graph.facebook.com/v23.0"


@dataclass(frozen=True, slots=True)
class Access:
    """Address, credentials and settings of one channel; `secret` fields are never shown, not even in a traceback."""

    channel_id: int
    base: str
    settings: Mapping[str, Any]
    token: str = field(repr=False)
    app_secret: str = field(repr=False)

    @classmethod
    def of_channel(cls, channel: Channel) -> Self:
        """Read a channel's row.

        Raises:
            rafiq.platform.secrets.Unreadable: if its secret is another installation's.
        """
        plain = secrets.decrypt(channel.secret) if channel.secret else ""
        return cls._of(channel.pk, channel.settings, plain)

    @classmethod
    def of_message(cls, message: Outbound) -> Self:
        """Read what a message on its way out brings along."""
        return cls._of(message.channel_id, message.settings, message.secret)

    @classmethod
    def _of(cls, channel_id: int, settings: Mapping[str, Any], plain: str) -> Self:
        base = str(settings.get("api_url") or API_URL).rstrip("/")
        kept = _fields(plain)
        return cls(channel_id, base, settings, kept.get("access_token", ""), kept.get("app_secret", ""))

    def setting(self, name: str) -> str:
        """Return one setting as text, "" where it was never made."""
        return str(self.settings.get(name) or "").strip()


def verify_token(key: str) -> str:
    """Return what the vendor must say when it first calls a channel's address.

    It follows from the channel's key and this installation's own secret, so there is nothing to store or to choose.
    """
    own = hashlib.sha256(b"rafiq meta verify " + site.SECRET_KEY.encode()).digest()
    return hmac.new(own, key.encode(), hashlib.sha256).hexdigest()[:40]


def _fields(plain: str) -> dict[str, str]:
    try:
        found = json.loads(plain) if plain else {}
    except ValueError:
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
