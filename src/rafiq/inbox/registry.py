"""Where channels and ratings plug in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from rafiq.accounts.models import Agent
from rafiq.inbox.contracts import ChannelAdapter, Lacking, Verdict
from rafiq.inbox.models import ConversationQuerySet

type ReadVerdicts = Callable[[Iterable[int]], Mapping[int, Verdict]]
type ReadExtra = Callable[[Any, Agent], dict[str, Any] | None]
type AtRisk = Callable[[ConversationQuerySet], ConversationQuerySet]
type ReadMessages = Callable[[Iterable[int]], Mapping[int, dict[str, Any]]]
type FindLacking = Callable[[Any, datetime], Iterable[Lacking]]
type TellFact = Callable[[SafeString, Mapping[str, Any]], SafeString]

_ADAPTERS: dict[str, ChannelAdapter] = {}
_VERDICTS: list[ReadVerdicts] = []
_MARKS: list[Mark] = []
_VIEWS: dict[str, tuple[str, ReadMessages]] = {}
_EXTRAS: dict[str, tuple[str, ReadExtra]] = {}
_AT_RISK: list[AtRisk] = []
_ABOVE_COMPOSER: list[str] = []
_COMPOSER_TOOLS: list[str] = []
_BESIDE: list[str] = []
_BEFORE_CLOSING: list[tuple[FindLacking, str]] = []
_FACTS: dict[str, tuple[str, TellFact]] = {}


@dataclass(frozen=True, slots=True)
class MessageView:
    """What a kind of channel shows below one message: its template, which sees `shown`."""

    template: str
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What another room shows with conversations: `row` in the line of a list, `head` (and its `menu`) in the head.

    `column` makes an expression that is read together with conversations, in the same statement: JSON about the one
    of `OuterRef("pk")`. What `read` makes of its value the templates see as `shown`; where that is None a line shows
    nothing. All see `user`, those of the head `conversation` too. The menu stands beside the conversation's other
    menus, so that it stays open while the head is fetched anew.
    """

    row: str
    head: str
    menu: str = ""
    column: Callable[[], Any]
    read: Callable[[Any], Any]


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


def register_mark(mark: Mark) -> None:
    """Let another room mark conversations in lists and in their heads; called once from `apps.ready()`."""
    _MARKS.append(mark)


def mark_columns() -> dict[str, Any]:
    """Return what is read together with conversations: names and expressions, in the order of the marks."""
    return {f"mark_{place}": mark.column() for place, mark in enumerate(_MARKS)}


def marked(values: Iterable[Any]) -> tuple[tuple[Mark, Any], ...]:
    """Return each mark beside what it shows of one conversation, from the values of `mark_columns`."""
    return tuple((mark, mark.read(value)) for mark, value in zip(_MARKS, values, strict=True))


def register_at_risk(narrow: AtRisk) -> None:
    """Make known who knows which conversations are at risk; called once from `apps.ready()`.

    `narrow` limits conversations to those, in the order in which they call for somebody.
    """
    _AT_RISK.append(narrow)


def at_risk(found: ConversationQuerySet) -> ConversationQuerySet:
    """Limit to what is at risk, what is due first on top; nothing is where nobody knows."""
    return _AT_RISK[0](found) if _AT_RISK else found.none()


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


def register_extra_view(name: str, template: str, read: ReadExtra) -> None:
    """Show what messages and notes keep in their extras under a name; called once from `apps.ready()`.

    `read` gets what is kept and the agent who reads, asks the database nothing, and returns what the template sees as
    `shown`; None shows nothing. The template is included below the words, whatever the channel.
    """
    _EXTRAS[name] = (template, read)


def extra_views(extras: Mapping[str, Any], reader: Agent) -> list[MessageView]:
    """Find what is shown of a message's extras."""
    found = ((template, read(extras[name], reader)) for name, (template, read) in _EXTRAS.items() if name in extras)
    return [MessageView(template, shown) for template, shown in found if shown is not None]


def register_above_composer(address: str) -> None:
    """Show a part of a page above the composer; called once from `apps.ready()`.

    `address` names an URL that takes the conversation's `pk` and answers GET with a fragment, or with nothing; it is
    fetched when a conversation is opened and whenever something happens in it. A button in the fragment with
    `data-insert` puts that text into the composer.
    """
    _ABOVE_COMPOSER.append(address)


def above_composer() -> list[str]:
    """List the addresses of what is shown above the composer."""
    return list(_ABOVE_COMPOSER)


def register_composer_tool(template: str) -> None:
    """Put further tools beside those of the composer; called once from `apps.ready()`.

    The template is included in the composer's form and sees `conversation` and `user`; what it holds is a button, and
    whatever that opens stands outside of the form. A button with `data-insert` puts that text into the composer.
    """
    _COMPOSER_TOOLS.append(template)


def composer_tools() -> list[str]:
    """List the templates of further tools of the composer."""
    return list(_COMPOSER_TOOLS)


def register_beside(address: str) -> None:
    """Show a part of a page beside conversations, above what is known of the customer; called once from `ready()`.

    `address` names an URL that takes the conversation's `pk` and answers GET with a fragment, or with nothing; it is
    fetched when a conversation is opened and whenever something happens in it.
    """
    _BESIDE.append(address)


def beside() -> list[str]:
    """List the addresses of what is shown beside conversations."""
    return list(_BESIDE)


def register_before_closing(find: FindLacking, *, dialog: str) -> None:
    """Let another room ask for something before a conversation is closed; called once from `apps.ready()`.

    `find` gets the locked conversation and the moment, and returns what is lacking: nothing lets it be closed. It is
    asked in the transaction that closes. `dialog` names an URL that takes the conversation's `pk` and answers GET with
    what lets an agent make good what is lacking; it is fetched into `#before-closing` when closing was refused.
    """
    _BEFORE_CLOSING.append((find, dialog))


def lacking(conversation: Any, *, at: datetime) -> list[Lacking]:  # noqa: ANN401  # a conversation; models come later
    """Find what is lacking before a conversation may be closed."""
    return [one for find, _dialog in _BEFORE_CLOSING for one in find(conversation, at)]


def closing_dialog() -> str:
    """Name the address of what is shown when closing was refused; "" where there is none."""
    return next((dialog for _find, dialog in _BEFORE_CLOSING), "")


def register_fact(kind: str, icon: str, tell: TellFact) -> None:
    """Let the timeline tell a kind of fact of the log; called once from `apps.ready()`.

    `tell` gets the name of who did it and what the log keeps, and returns a sentence; it asks the database nothing.
    """
    _FACTS[kind] = (icon, tell)


def facts() -> Mapping[str, tuple[str, TellFact]]:
    """Return what other rooms tell in timelines: icon and words by the kind of fact."""
    return _FACTS
