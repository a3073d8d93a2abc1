"""What a channel must bring: the adapter interface, and the plain values that cross it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message on its way in, as an adapter understood it.

    `sender` is a verified identity (kind, value in normal form), shown to people as `sender_label`; `email`, `phone`,
    `name` are only claimed. `files` are tokens of stored files owned by `file_owner`. `extras` are what only this
    kind of channel knows about the message (plain JSON); an automatic one (an out-of-office note) is kept, but
    owes nobody an answer and opens nothing again.
    """

    channel_id: int
    thread: str
    external_id: str
    sender: tuple[str, str]
    text: str
    said_at: datetime
    language: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    sender_label: str = ""
    subject: str = ""
    files: tuple[str, ...] = ()
    file_owner: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one inbound message. `is_new` is False when it had been received before."""

    message_id: int
    conversation_id: int
    customer_id: int
    said_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """A file that goes with a message; its bytes are read by `platform.files.read(token)`."""

    token: str
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """One message on its way out over `channel_id`, to `thread` (the channel's own name for the exchange).

    `key` is the same in every try of the same message, for providers that know idempotency. `answers` is the
    external id of the customer's newest message in that thread, "" where there is none. `secret` is the channel's,
    as the adapter stored it.
    """

    message_id: int
    conversation_id: int
    thread: str
    text: str
    author: str
    channel_id: int = 0
    customer_id: int = 0
    customer_name: str = ""
    key: str = ""
    subject: str = ""
    language: str = ""
    answers: str = ""
    files: tuple[OutboundFile, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a provider says became of a message it took: DELIVERED, READ or FAILED (with the reason)."""

    provider_id: str
    delivery: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The customer changed (or, with `is_deleted`, took back) what they had said."""

    external_id: str
    text: str
    edited_at: datetime
    is_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to answer a customer: a channel, the thread there, and the address as a person reads it.

    `kind` and `channel_name` are the channel's; while it `is_away` what is sent waits until its provider is back.
    """

    channel_id: int
    thread: str
    address: str
    is_verified: bool = True
    kind: str = ""
    channel_name: str = ""
    is_away: bool = False

    @property
    def value(self) -> str:
        """Name the way in a form."""
        return f"{self.channel_id}:{self.thread}"


class DeliveryFailed(Exception):
    """The provider refused a message; `is_permanent` forbids further tries."""

    def __init__(self, reason: str, *, is_permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_permanent = is_permanent


class ProviderAway(DeliveryFailed):
    """The provider cannot be reached, or asks for patience: nothing goes out over this channel until then.

    Such a try does not count: the message stays queued, in its order, for as long as it takes.
    """

    def __init__(self, reason: str, *, retry_after: float = 30.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is lacking before a conversation may be closed.

    `code` and `key` name it for programs (`field`, `field-3`); `words` name it for people, in whose language it is
    read when it is shown.
    """

    code: str
    key: str
    words: StrOrPromise


class Verdict(Protocol):
    """How a customer rated a conversation, as whoever collects ratings keeps it."""

    @property
    def score(self) -> int:
        """One to five."""

    @property
    def comment(self) -> str:
        """The customer's words, if any."""


class ChannelAdapter(Protocol):
    """What every kind of channel must do, and all that the rest of the product knows about one."""

    @property
    def kind(self) -> str:
        """The stable name stored with channels, such as `webchat`."""

    @property
    def icon(self) -> str:
        """The UI kit's icon for it."""

    @property
    def label(self) -> str:
        """The kind's name in the reader's language."""

    @property
    def send_label(self) -> str:
        """What the send button says, naming the way the answer will travel."""

    def send(self, message: Outbound) -> str:
        """Hand one message to the provider; may be called twice for the same message.

        Returns the provider's id for it, by which delivery reports will name it; "" where there is none.

        Raises:
            ProviderAway: if the provider could not be reached, or asks for patience.
            DeliveryFailed: if the provider refused.
        """

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        """Find where a customer can be reached over a channel of this kind, without anything written before.

        Takes (kind, value, is verified) of every identity, returns (thread, address to show, is verified).
        """


class PreparedText(Protocol):
    """A text written beforehand, which a provider takes when it takes no free words: a template, once approved."""

    @property
    def name(self) -> str:
        """What it is called; with its language, nothing else of its channel is called so."""

    @property
    def language(self) -> str:
        """What it is written in, such as `fa` or `en_US`."""

    @property
    def header(self) -> str:
        """A line above the words, "" where there is none."""

    @property
    def blanks(self) -> Sequence[str]:
        """Name what the words leave open, in the order in which it is filled in."""

    def filled(self, values: Sequence[str]) -> str:
        """Return the words with a value in each of the blanks, as the customer will read them."""

    def extras(self, values: Sequence[str]) -> dict[str, Any]:
        """Return what a message must carry in its `extras`, so that it is sent as this text."""


@runtime_checkable
class Windowed(Protocol):
    """What an adapter brings besides, if its provider takes free words for a limited time only."""

    def open_until(self, channel_id: int, thread: str) -> datetime | None:
        """Tell until when free words are (or were) taken in a thread; None where the customer never wrote."""

    def templates(self, channel_id: int) -> Sequence[PreparedText]:
        """List the texts that may be sent at any time."""
