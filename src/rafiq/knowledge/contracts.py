"""What others give to, and take from, the help centre."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.safestring import SafeString

from rafiq.knowledge.models import Audience


@dataclass(frozen=True, slots=True)
class Anyone:
    """Somebody of whom nothing is known."""

    audiences: tuple[Audience, ...] = (Audience.PUBLIC,)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer whose website vouched for them."""

    customer_id: int
    audiences: tuple[Audience, ...] = (Audience.PUBLIC, Audience.CUSTOMERS)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the staff, who may read whatever is published."""

    agent_id: int
    audiences: tuple[Audience, ...] = (Audience.PUBLIC, Audience.CUSTOMERS, Audience.STAFF)


type Reader = Anyone | Customer | Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an author writes of an article in one language. `asked`: the ways people ask for it."""

    title: str
    body: str = ""
    summary: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexable:
    """What a search index holds of a live translation. `asked` has the author's ways and the approved ones."""

    translation_id: int
    article_id: int
    key: str
    slug: str
    language: str
    audience: str
    collection_id: int
    title: str
    summary: str
    asked: tuple[str, ...]
    headings: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One result of a search, ready to be shown; `shown_…` are HTML with the words looked for in `<mark>`."""

    article_id: int
    key: str
    slug: str
    language: str
    title: str
    summary: str
    collection: str = ""
    shown_title: SafeString = field(default_factory=SafeString)
    shown_summary: SafeString = field(default_factory=SafeString)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One piece of a comparison of two versions; `words` are kept, or were added or removed."""

    kind: Literal["same", "added", "removed"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did; `refused` says why, by the name of what was refused."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question that somebody put in vain, `asked` as it was written; `place` is one of Search.Place."""

    asked: str
    language: str
    at: datetime
    place: str = "BOT"
