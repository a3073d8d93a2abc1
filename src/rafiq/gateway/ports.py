"""What the gateway needs from the rest of the product; the composition root provides it.

Every method of `Domain` may block: it is called on a thread, never on the event loop, except
`topics_of` and `explain`, which must not touch the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from rafiq.platform.live_hub import LogRow

type MarkKind = Literal["got", "read"]


class BadToken(Exception):
    """The visitor's token was not issued by us."""


class Unavailable(Exception):
    """The database cannot be reached; nothing was stored."""


class Refused(Exception):
    """The visitor asked for something that cannot be done; `code` is one of the protocol's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Door:
    """A web chat channel as the gateway sees it. No origins means: any website may carry the widget."""

    key: str
    channel_id: int
    max_text_chars: int = 10_000
    max_files: int = 10
    origins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is on the other end of a socket. `thread_id` names the widget's installation, for ever."""

    token: str
    thread_id: str
    channel_id: int
    customer_id: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a visitor, shape checked. `id` is the widget's own and makes it idempotent."""

    visitor: Visitor
    id: str
    text: str
    received_at: datetime
    said_at: datetime | None = None  # the widget's clock, which may be wrong
    files: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    page: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message: stored (now or before), or refused with one of the protocol's codes."""

    message_id: int = 0
    said_at: datetime | None = None
    conversation_id: int | None = None
    customer_id: int | None = None
    is_new: bool = True
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of staff with a valid session; `name` is what visitors and colleagues are shown."""

    id: int
    name: str


class Domain(Protocol):
    """The functions behind the live pages."""

    def admit(self, key: str) -> Door | None:
        """Return the channel with this public key; None if there is none or it is switched off."""

    def authorise(self, token: str | None, *, door: Door, language: str) -> Visitor:
        """Return who holds this token; without one, a new visitor with a new token.

        Nothing needs to be stored for a new visitor before the first message.

        Raises:
            BadToken: if the token was not issued by us.
        """

    def receive(self, batch: Sequence[Incoming]) -> Sequence[Receipt]:
        """Store messages in one transaction; one receipt for each, in the same order.

        Idempotent on (channel, thread, id). If it raises, nothing was stored.
        """

    def snapshot(self, visitor: Visitor, *, after: int, language: str) -> Mapping[str, Any]:
        """Return `messages` with id > `after` (at most the newest 200), `conversation`, `known`, as in the protocol.

        May hold `customer_id` too, which is not sent: the customer the visitor belongs to by now.
        """

    def mark(self, visitor: Visitor, *, kind: MarkKind, upto: int, at: datetime) -> None:
        """Note that the agents' messages up to this id arrived at the visitor, or were seen."""

    def rate(self, visitor: Visitor, *, conversation_id: int, score: int, comment: str, at: datetime) -> None:
        """Store a rating.

        Raises:
            Refused: `bad_rating`, if the score or the conversation is not this visitor's to give.
        """

    def identify(self, visitor: Visitor, *, claims: Mapping[str, str], at: datetime) -> Visitor:
        """Connect the visitor with the customer the host page vouches for; `claims` holds the HMAC too.

        Raises:
            Refused: `bad_identity`, if the HMAC is wrong.
            BadToken: if this visitor's token belongs to someone else; the widget starts over without it.
        """

    def agent_for(self, cookies: Mapping[str, str]) -> Agent | None:
        """Return the agent whose session the cookies carry; None without a valid one."""

    def may_see(self, agent: Agent, topics: Collection[str]) -> set[str]:
        """Return those of the topics that this agent may listen to now."""

    def topics_of(self, row: LogRow) -> Iterable[str]:
        """Name further topics a log row concerns, beside its key, its customer and the inbox: `agent-3`. Pure."""

    def explain(self, code: str, *, language: str) -> str:
        """Say one of the protocol's codes in words. Pure; the answer is kept."""
