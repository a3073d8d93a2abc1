"""The company's account on its instance: where that is, and the token. The token is in no log and no exception."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rafiq.channels.transport import shapes
from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel
from rafiq.platform import secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as its channel's settings have it."""

    channel_id: int
    token: str = field(repr=False)
    settings: Mapping[str, Any]
    made_at: datetime | None = None

    @property
    def base(self) -> str:
        """The instance's address without a slash at the end."""
        return str(self.settings.get("instance", "")).rstrip("/")

    @property
    def headers(self) -> dict[str, str]:
        """Who we are, for every request."""
        return {"Authorization": f"Bearer {self.token}"}


def of_channel(channel: Channel) -> Account:
    """Return a channel's account; without a token where the secret cannot be read."""
    try:
        plain = secrets.decrypt(channel.secret) if channel.secret else ""
    except secrets.Unreadable:
        plain = ""
    return Account(channel_id=channel.pk, token=_token(plain), settings=channel.settings, made_at=channel.created_at)


def of_outbound(message: Outbound) -> Account:
    """Return the account a message goes out by."""
    return Account(channel_id=message.channel_id, token=_token(message.secret), settings=message.settings)


def as_secret(token: str) -> str:
    """Return a token as it is stored."""
    return json.dumps({"access_token": token})


def _token(plain: str) -> str:
    return shapes.words(shapes.loads(plain.encode()) or {}, "access_token")
