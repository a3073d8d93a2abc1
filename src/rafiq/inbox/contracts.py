"""What a channel must bring: the adapter interface, and the plain values that cross it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message on its way in, as an adapter understood it.

    `sender` is a verified identity (kind, value in normal form); `email`, `phone`, `name` are only claimed.
    `files` are tokens of stored files owned by `file_owner`.
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
    files: tuple[str, ...] = ()
    file_owner: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one inbound message. `is_new` is False when it had been received before."""

    message_id: int
    conversation_id: int
    customer_id: int
    said_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """One message on its way out."""

    message_id: int
    conversation_id: int
    thread: str
    text: str
    author: str
    settings: Mapping[str, Any] = field(default_factory=dict)


class DeliveryFailed(Exception):
    """The provider refused a message or could not be reached; `is_permanent` forbids further tries."""

    def __init__(self, reason: str, *, is_permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_permanent = is_permanent


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

    def send(self, message: Outbound) -> None:
        """Hand one message to the provider; may be called twice for the same message.

        Raises:
            DeliveryFailed: if the provider refused or could not be reached.
        """
