"""Where channels and ratings plug in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rafiq.inbox.contracts import ChannelAdapter, Verdict

type ReadVerdicts = Callable[[Iterable[int]], Mapping[int, Verdict]]

_ADAPTERS: dict[str, ChannelAdapter] = {}
_VERDICTS: list[ReadVerdicts] = []


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


def knows(kind: str) -> bool:
    """Test whether a kind was registered: a channel may outlive what brought it."""
    return kind in _ADAPTERS


def register_verdicts(read: ReadVerdicts) -> None:
    """Make known who keeps the ratings of conversations; called once from `apps.ready()`."""
    _VERDICTS.append(read)


def verdicts_of(conversation_ids: Iterable[int]) -> dict[int, Verdict]:
    """Find how conversations were rated, where they were."""
    ids = list(conversation_ids)
    return {pk: verdict for read in _VERDICTS for pk, verdict in read(ids).items()}
