"""Where channels and ratings plug in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rafiq.inbox.contracts import ChannelAdapter, Verdict

type ReadVerdicts = Callable[[Iterable[int]], Mapping[int, Verdict]]
type ReadMessages = Callable[[Iterable[int]], Mapping[int, dict[str, Any]]]

_ADAPTERS: dict[str, ChannelAdapter] = {}
_VERDICTS: list[ReadVerdicts] = []
_VIEWS: dict[str, tuple[str, ReadMessages]] = {}


@dataclass(frozen=True, slots=True)
class MessageView:
    """What a kind of channel shows below one message: its template, which sees `shown`."""

    template: str
    shown: dict[str, Any]


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


def register_message_view(kind: str, template: str, read: ReadMessages) -> None:
    """Let a kind of channel show more with its messages; called once from the channel's `apps.ready()`.

    `read` gets the ids of all messages of this kind on a page and reads what to show with one statement; the template
    is included below the bubble of every message that it returns something for, and sees that as `shown`. The inbox
    itself shows the well-known extras `quoted` (folded text), `problems` (sentences), `buttons` and `location`; those
    that the template shows are named in `shown["covers"]`, lest they stand there twice.
    """
    _VIEWS[kind] = (template, read)


def message_views(messages: Iterable[tuple[int, str]]) -> dict[int, MessageView]:
    """Find what is shown below these messages (id and kind of channel): one read a kind."""
    by_kind: dict[str, list[int]] = {}
    for pk, kind in messages:
        if kind in _VIEWS:
            by_kind.setdefault(kind, []).append(pk)
    return {
        pk: MessageView(_VIEWS[kind][0], shown)
        for kind, ids in by_kind.items()
        for pk, shown in _VIEWS[kind][1](ids).items()
    }
