"""The plain records a demo world is made of: what the loader stores, and nothing about how."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

type Role = Literal["agent", "supervisor", "administrator"]
type MessageKind = Literal["inbound", "outbound", "note"]
type Status = Literal["open", "snoozed", "closed"]
type EventKind = Literal["assigned", "handed_over", "tagged", "snoozed", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldTeam:
    """One group of colleagues; `name` is English, `names` has one per language (fa, ar, en)."""

    key: str
    name: str
    names: dict[str, str]
    is_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldAgent:
    """One member of staff; `name` is in the script that person writes it in.

    `language`, `calendar` (gregorian, jalali, hijri) and `time_zone` are how this person reads Rafiq;
    `speaks` lists the languages this person answers customers in.
    """

    key: str
    name: str
    email: str
    role: Role
    language: str
    calendar: str
    time_zone: str
    teams: tuple[str, ...]
    speaks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldTag:
    """One label for conversations; `name` is English, `names` has one per language; `color` is #rrggbb."""

    key: str
    name: str
    names: dict[str, str]
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldCannedReply:
    """One ready answer; its text may hold `{{customer}}` and `{{agent}}`."""

    shortcut: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldCustomer:
    """One person the company serves; `phone` is E.164, `created_at` never after their first message."""

    key: str
    name: str
    language: str
    email: str | None
    phone: str | None
    company: str | None
    city: str
    country: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMessage:
    """One thing said; `author` is the agent's key, None for the customer; `mentions` are agents' keys."""

    kind: MessageKind
    author: str | None
    text: str
    said_at: datetime
    mentions: tuple[str, ...] = ()
    has_picture: bool = False
    has_pdf: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldEvent:
    """One thing that happened to a conversation.

    `subject` is the agent's key for assigned and handed_over, the tag's key for tagged, None otherwise.
    `actor` is the agent who did it.
    """

    kind: EventKind
    at: datetime
    actor: str
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldRating:
    """What a customer thought of it, 1 to 5, after the conversation was closed."""

    score: int
    comment: str
    rated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldConversation:
    """One matter with one customer; messages and events are each in the order of time.

    `customer`, `team`, `assignee` and `tags` are keys. A closed conversation ends with a closed event.
    """

    key: str
    customer: str
    language: str
    subject: str
    team: str
    assignee: str | None
    tags: tuple[str, ...]
    messages: tuple[WorldMessage, ...]
    events: tuple[WorldEvent, ...]
    status: Status
    snoozed_until: datetime | None
    rating: WorldRating | None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything the demo company is filled with. Conversations are in the order they began."""

    teams: tuple[WorldTeam, ...]
    agents: tuple[WorldAgent, ...]
    tags: tuple[WorldTag, ...]
    canned_replies: tuple[WorldCannedReply, ...]
    customers: tuple[WorldCustomer, ...]
    conversations: tuple[WorldConversation, ...]
