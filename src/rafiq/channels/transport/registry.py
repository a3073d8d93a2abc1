"""The kinds of channel that were registered."""

from __future__ import annotations

from rafiq.channels.transport.contracts import Transport
from rafiq.inbox import registry as inbox

_TRANSPORTS: dict[str, Transport] = {}


def register(transport: Transport) -> None:
    """Make a kind of channel known, here and to the inbox; called once from the channel's `apps.ready()`."""
    _TRANSPORTS[transport.kind] = transport
    inbox.register_channel(transport)


def find(kind: str) -> Transport | None:
    """Find a kind; None for web chat and whatever was never registered."""
    return _TRANSPORTS.get(kind)


def kinds() -> list[Transport]:
    """List all kinds, in the order in which they were registered."""
    return list(_TRANSPORTS.values())
