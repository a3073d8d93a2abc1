"""Settings and secret of one channel of this kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel
from rafiq.platform import secrets


@dataclass(frozen=True, slots=True)
class Config:
    """Where answers go, with which secret calls are signed both ways, and which servers files may come from."""

    url: str
    file_hosts: frozenset[str]
    secret: str = field(repr=False)

    @classmethod
    def of_channel(cls, channel: Channel) -> Self:
        """Read a channel's row.

        Raises:
            rafiq.platform.secrets.Unreadable: if its secret is another installation's.
        """
        return cls._of(channel.settings, secrets.decrypt(channel.secret) if channel.secret else "")

    @classmethod
    def of_message(cls, message: Outbound) -> Self:
        """Read what a message on its way out brings along."""
        return cls._of(message.settings, message.secret)

    @classmethod
    def _of(cls, settings: Mapping[str, Any], plain: str) -> Self:
        hosts = frozenset(str(settings.get("file_hosts") or "").lower().split())
        return cls(str(settings.get("url") or "").strip(), hosts, _secret(plain))


def _secret(plain: str) -> str:
    try:
        found = json.loads(plain) if plain else {}
    except ValueError:
        return ""
    secret = found.get("signing_secret") if isinstance(found, dict) else ""
    return secret if isinstance(secret, str) else ""
