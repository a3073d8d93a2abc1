"""Where channels plug in."""

from __future__ import annotations

from rafiq.inbox.contracts import ChannelAdapter

_ADAPTERS: dict[str, ChannelAdapter] = {}


class UnknownChannelKind(LookupError):
    """No adapter was registered for this kind."""


def register_channel(adapter: ChannelAdapter) -> None:
    """Make a kind of channel known; called once from the channel's `apps.ready()`."""
    _ADAPTERS[adapter.kind] = adapter


def adapter_for(kind: str) -> ChannelAdapter:
    """Return the adapter of a kind.

    Raises:
        UnknownChannelKind: if the kind was never registered.
    """
    try:
        return _ADAPTERS[kind]
    except KeyError as error:
        raise UnknownChannelKind(kind) from error
