"""Finding articles by words. Everything that shows results asks `search`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rafiq.knowledge import markdown
from rafiq.knowledge.contracts import Found, Reader
from rafiq.knowledge.queries.site import site
from rafiq.knowledge.queries.visibility import in_language
from rafiq.platform import text
from rafiq.platform.search import corrections, finding, highlighting
from rafiq.platform.search.documents import Evidence, Hit

SOURCE: Final = "article"
MOST_LOOKED_AT: Final = 60
WORTH_SHOWING: Final = 0.3
"""Of the best one's evidence."""
SHOWN: Final = 180
"""Characters of a body."""
_ALIKE: Final = 0.45
"""Letters in common that make up for words that are not."""


def search(  # noqa: PLR0913  # one for each way to narrow
    reader: Reader, query: str, *, language: str, default: str = "", collection: str = "", limit: int = 20,
    is_only: bool = False,
) -> list[Found]:  # fmt: skip
    """Find what a reader may read, best first, in this language; where it has nothing, in the others.

    `collection` is the slug of the shelf to stay on; with `is_only` there are no other languages.
    """
    if not text.query_terms(query):
        return []
    codes = (language,) if is_only else dict.fromkeys((language, default, *site().languages))
    for code in filter(None, codes):
        asked = finding.find(query, sources=(SOURCE,), audiences=reader.audiences, language=code, limit=MOST_LOOKED_AT)
        hits = _worth(asked.hits)
        rows = _readable(hits, reader, code if is_only else language, default) if hits else {}
        shown = [(hit, row) for hit in hits if (row := rows.get((hit.key, hit.language)))]
        if found := [(hit, row) for hit, row in shown if collection in {"", row["article__collection__slug"]}]:
            return [_found(row, asked.terms) for _, row in found[:limit]]
    return []


def did_you_mean(reader: Reader, query: str, *, language: str) -> str:
    """Return the query as it was read, where a word of it stands in no article and one nearly like it does."""
    return corrections.corrected(query, sources=(SOURCE,), audiences=reader.audiences, language=language)


def _worth(hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what hardly has the words. Nearness of meaning is no finding; where no words are, letters count."""
    best = max((_strength(hit.evidence) for hit in hits), default=0.0)
    if best > 0:
        return [hit for hit in hits if _strength(hit.evidence) >= best * WORTH_SHOWING]
    return [hit for hit in hits if max(hit.evidence.title_letters, hit.evidence.asked_letters) >= _ALIKE]


def _strength(evidence: Evidence) -> float:
    return max(evidence.words, evidence.concepts / 2)


def _readable(hits: Sequence[Hit], reader: Reader, language: str, default: str) -> Mapping[tuple[str, str], Any]:
    """Map what of these this reader may read as it stands now, each article in the language it is shown in."""
    rows = in_language(reader, language, default=default).filter(article__key__in=[hit.key for hit in hits])
    found = rows.select_related(None).values(
        "article_id", "article__key", "slug", "language", "live__title", "live__summary", "live__body",
        "article__collection__slug",
    )  # fmt: skip
    return {(row["article__key"], row["language"]): row for row in found}


def _found(row: Mapping[str, Any], terms: frozenset[str]) -> Found:
    body = markdown.plain(row["live__body"])
    told = row["live__summary"] or body
    marked = highlighting.excerpt(told, terms, row["language"], length=SHOWN)
    if "<mark>" not in marked and told != body:
        inside = highlighting.excerpt(body, terms, row["language"], length=SHOWN)
        marked = inside if "<mark>" in inside else marked
    return Found(
        article_id=row["article_id"], key=row["article__key"], slug=row["slug"], language=row["language"],
        title=row["live__title"], summary=row["live__summary"] or text.excerpt(body, length=SHOWN),
        collection=row["article__collection__slug"], shown_summary=marked,
        shown_title=highlighting.title(row["live__title"], terms, row["language"]),
    )  # fmt: skip
