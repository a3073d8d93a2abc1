"""Frozen rows, ready to render."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rafiq.inbox.registry import Mark


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One line of a list of conversations."""

    id: int
    customer_id: int
    customer_name: str
    channel_kind: str
    subject: str
    last_text: str
    last_kind: str
    last_at: datetime
    waiting_since: datetime | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    assignee_id: int | None
    assignee_name: str
    team_name: str
    tags: tuple[tuple[str, int], ...] = ()
    marks: tuple[tuple[Mark, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a message."""

    token: str
    name: str
    content_type: str
    size: int
    width: int | None
    height: int | None
    has_thumbnail: bool

    @property
    def is_image(self) -> bool:
        """Pictures are those that have a thumbnail."""
        return self.has_thumbnail


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One bubble or note."""

    id: int
    kind: str
    author_id: int | None
    author_name: str
    text: str
    said_at: datetime
    delivery: str
    failure: str
    client_id: str
    external_id: str | None
    files: tuple[FileRow, ...] = ()
    channel_id: int = 0
    channel_kind: str = ""
    extras: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened in a conversation besides messages: assigned, tagged, settled."""

    id: int
    kind: str
    actor: str
    payload: dict[str, Any]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One message that matched, with its conversation."""

    conversation: ConversationRow
    message_id: int
    text: str
    said_at: datetime
