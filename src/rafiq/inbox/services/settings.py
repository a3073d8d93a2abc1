"""Channels are made and changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.inbox.models import Channel
from rafiq.platform import secrets


@transaction.atomic
def save_channel(
    channel: Channel | None, *, kind: str, name: str, settings: dict[str, Any], at: datetime, secret: str | None = None
) -> Channel:
    """Make or change a channel; `secret` is encrypted, None keeps the old one."""
    channel = channel or Channel(kind=kind, created_at=at)
    channel.name, channel.settings = name, settings
    if secret is not None:
        channel.secret = secrets.encrypt(secret)
    channel.save()
    return channel
