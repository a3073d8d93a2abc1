"""Finding articles by words. Everything that shows results asks `search`."""

from __future__ import annotations

import math
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery

from rafiq.knowledge import markdown
from rafiq.knowledge.contracts import Found, Reader
from rafiq.knowledge.queries.visibility import in_language
from rafiq.platform import text

MOST_LOOKED_AT = 200
WORTH_SHOWING = 0.5  # of the best one's weight
SHOWN = 180  # characters of a body where there is no summary


def search(reader: Reader, query: str, *, language: str, default: str = "", limit: int = 20) -> list[Found]:
    """Find what a reader may read, best first: every word counts, most of all in the title. One statement."""
    groups = text.query_terms(query)
    if not groups:
        return []
    rows = in_language(reader, language, default=default).filter(terms=_any_of(groups)).select_related(None)
    found: list[Any] = list(
        rows.order_by("pk").values(
            "article_id", "article__key", "slug", "language", "live__title", "live__summary", "live__asked",
            "live__body", "article__collection__slug",
        )[:MOST_LOOKED_AT]
    )  # fmt: skip
    for row in found:
        row["said"] = set(text.search_terms("\n".join([row["live__title"], *row["live__asked"]])))
        row["body"] = set(text.search_terms(row["live__body"]))
    scored = sorted(zip(_scores(found, groups), found, strict=True), key=lambda pair: -pair[0])
    worth = [row for score, row in scored if score >= scored[0][0] * WORTH_SHOWING]
    return [_found(row) for row in worth[:limit]]


def _any_of(groups: list[list[str]]) -> SearchQuery:
    words = dict.fromkeys(term for group in groups for term in group)
    return reduce(or_, (SearchQuery(_quoted(word), search_type="raw", config="simple") for word in words))


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _scores(rows: list[Any], groups: list[list[str]]) -> list[float]:
    """Weigh hits: a word counts by how few of them have it, and twice in the title or the ways people ask."""
    weights = [[_weight(row, group) for group in groups] for row in rows]
    having = [sum(weight > 0 for weight in column) for column in zip(*weights, strict=True)]
    rarity = [math.log(1 + len(rows) / max(count, 1)) for count in having]
    return [sum(weight * rare for weight, rare in zip(one, rarity, strict=True)) for one in weights]


def _weight(row: dict[str, Any], group: list[str]) -> float:
    if not row["said"].isdisjoint(group):
        return 2.0
    return 0.0 if row["body"].isdisjoint(group) else 1.0


def _summary(row: dict[str, Any]) -> str:
    return row["live__summary"] or text.excerpt(markdown.plain(row["live__body"]), length=SHOWN)


def _found(row: dict[str, Any]) -> Found:
    return Found(
        article_id=row["article_id"], key=row["article__key"], slug=row["slug"], language=row["language"],
        title=row["live__title"], summary=_summary(row), collection=row["article__collection__slug"],
    )  # fmt: skip
