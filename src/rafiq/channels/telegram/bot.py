"""One bot: its token and where its API is. The token is in no log and no exception."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.telegram.dialects import Dialect
from rafiq.channels.transport import shapes
from rafiq.inbox.contracts import Outbound
from rafiq.inbox.models import Channel
from rafiq.platform import secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot as its channel's settings have it."""

    dialect: Dialect
    channel_id: int
    token: str = field(repr=False)
    settings: Mapping[str, Any]

    @property
    def base(self) -> str:
        """The API's address without a slash at the end."""
        return str(self.settings.get("api_url") or self.dialect.host).rstrip("/")

    @property
    def brand(self) -> str:
        """The provider's name in the reader's language."""
        return _("Telegram") if self.dialect.kind == "telegram" else _("Bale")

    @property
    def is_webhook(self) -> bool:
        """Whether the provider calls us; else we ask it."""
        return self.settings.get("mode") == "webhook"

    @property
    def user_id(self) -> int:
        """The bot's own id, which every token begins with; 0 where it does not."""
        first = self.token.partition(":")[0]
        return int(first) if first.isascii() and first.isdigit() and len(first) < 19 else 0

    def hook_secret(self, key: str) -> str:
        """Return what the provider must say to our webhook: made from the token, so it changes with it."""
        return hmac.new(self.token.encode(), b"rafiq webhook " + key.encode(), hashlib.sha256).hexdigest()

    def url(self, method: str) -> str:
        """Return a method's address."""
        return f"{self.base}/bot{self.token}/{method}"

    def file_url(self, path: str) -> str:
        """Return where a file is fetched."""
        return f"{self.base}/file/bot{self.token}/{path.lstrip('/')}"


def of_channel(dialect: Dialect, channel: Channel) -> Bot:
    """Return a channel's bot; without a token where the secret cannot be read."""
    try:
        plain = secrets.decrypt(channel.secret) if channel.secret else ""
    except secrets.Unreadable:
        plain = ""
    return Bot(dialect=dialect, channel_id=channel.pk, token=_token(plain), settings=channel.settings)


def of_outbound(dialect: Dialect, message: Outbound) -> Bot:
    """Return the bot a message goes out by."""
    return Bot(dialect=dialect, channel_id=message.channel_id, token=_token(message.secret), settings=message.settings)


def _token(plain: str) -> str:
    return shapes.words(shapes.loads(plain.encode()) or {}, "token")


def as_secret(token: str) -> str:
    """Return a token as it is stored."""
    return json.dumps({"token": token})
