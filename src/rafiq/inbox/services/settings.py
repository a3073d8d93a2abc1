"""Channels are made and changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.inbox.models import Channel
from rafiq.platform import secrets


@transaction.atomic
def save_channel(  # noqa: PLR0913  # one argument for each thing that can be set
    channel: Channel | None, *, kind: str, name: str, settings: dict[str, Any], at: datetime,
    secret: str | None = None, is_active: bool | None = None,
) -> Channel:  # fmt: skip
    """Make or change a channel; `secret` is encrypted; None keeps the secret, and the channel on or off as it was."""
    channel = channel or Channel(kind=kind, created_at=at)
    channel.name, channel.settings = name, settings
    if is_active is not None:
        channel.is_active = is_active
    if secret is not None:
        channel.secret = secrets.encrypt(secret)
    channel.save()
    return channel
