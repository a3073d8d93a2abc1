"""Articles to choose from, by their key."""

from __future__ import annotations

from collections.abc import Iterable

from rafiq.knowledge import queries as knowledge
from rafiq.knowledge.contracts import Customer
from rafiq.knowledge.models import Translation
from rafiq.platform import text
from rafiq.platform.search import finding

MOST = 1_000
_READER = Customer(0)
"""The bot answers customers: what only the staff may read is not to choose."""


def choices(language: str) -> list[tuple[str, str]]:
    """List keys and titles of what is live, in a language where it has one, sorted by title."""
    rows = knowledge.in_language(_READER, language).values_list("article__key", "live__title")[:MOST]
    return sorted(rows, key=lambda row: text.sort_key(row[1]))


def titles(keys: Iterable[str], language: str) -> dict[str, str]:
    """Name articles by their key; what is not live any more is left out."""
    found = knowledge.in_language(_READER, language).filter(article__key__in=set(keys))
    return dict(found.values_list("article__key", "live__title"))


def translation(key: str, language: str) -> Translation | None:
    """Find the live translation of an article, in this language if there is one."""
    found = knowledge.in_language(_READER, language).filter(article__key=key)
    return found.select_related("article").first()


def likely(question: str, *, language: str, limit: int = 3) -> list[tuple[str, str]]:
    """List keys and titles of the articles that fit a question best, as the engine finds them."""
    audiences = tuple(str(one) for one in _READER.audiences)
    found = finding.find(question, sources=("article",), audiences=audiences, language=language, limit=limit)
    return [(hit.key, hit.title) for hit in found.hits]
