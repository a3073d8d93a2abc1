"""What happens to the connections of channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionEvent(Event):
    """Base of the facts about one channel's connection."""

    channel_id: int

    @override
    def key(self) -> str:
        return f"channel-{self.channel_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRevoked(ConnectionEvent):
    """The provider no longer accepts our credentials; nothing comes in or goes out until an administrator acts."""

    name: ClassVar[str] = "transport.channel.revoked"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRestored(ConnectionEvent):
    """The provider accepts us again, or an administrator gave new credentials, which are now tried."""

    name: ClassVar[str] = "transport.channel.restored"
