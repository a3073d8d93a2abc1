"""What readers open most, as their searches and their thanks tell."""

from __future__ import annotations

from collections import Counter
from typing import Final

from rafiq.knowledge.contracts import Reader
from rafiq.knowledge.models import Helpful, Search
from rafiq.knowledge.queries.lists import Teaser, home, teasers

NEWEST: Final = 2_000
"""Searches, and answers to 'was this helpful?', that are counted: what was sought lately, whatever the traffic."""


def most_sought(reader: Reader, language: str, *, default: str, limit: int) -> list[Teaser]:
    """List what readers opened after a search or said had helped, the most first, of what this reader may read.

    Where that is not enough, the first of every shelf follow, the first shelves first. At most five statements.
    """
    counts = _counts()
    found = teasers(reader, counts, language, default=default) if counts else []
    often = sorted(found, key=lambda one: (-counts[one.article_id], one.article_id))
    if len(often) < limit:
        shelves = home(reader, language, default=default)
        known = {one.article_id for one in often}
        often += [
            shelf.articles[0] for shelf in shelves if shelf.articles and shelf.articles[0].article_id not in known
        ]
    return often[:limit]


def _counts() -> Counter[int]:
    clicked = Search.objects.filter(clicked__isnull=False).order_by("-searched_at").values_list("clicked", flat=True)
    helped = Helpful.objects.filter(is_helpful=True).order_by("-pk").values_list("article", flat=True)
    return Counter([*clicked[:NEWEST], *helped[:NEWEST]])
